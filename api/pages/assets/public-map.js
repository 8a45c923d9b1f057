// The public's cases on a map: points where they are few, circles with a number where they are many. The list beside it says the same.
"use strict";
(() => {
  const map = document.getElementById("public-map");
  if (!map || !window.L) return;
  const said = document.getElementById("map-said"), bounds = document.getElementById("map-bounds"), list = document.getElementById("map-list");
  const landmarks = JSON.parse(map.dataset.landmarks);
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const degrees = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 3 });
  map.hidden = false;
  list.hidden = false;
  document.getElementById("map-missing").hidden = true;

  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const drawn = L.map(map, { maxZoom: 19, minZoom: 4, fadeAnimation: moves, zoomAnimation: moves });
  drawn.attributionControl.setPrefix(false);
  L.control.scale({ imperial: false }).addTo(drawn);
  ground.lay(drawn, map.dataset, landmarks);
  const points = L.featureGroup().addTo(drawn);

  const single = (feature, at) => {
    const { code, excerpt, status_label: status } = feature.properties;
    const told = document.createElement("p"), link = document.createElement("a");
    link.href = map.dataset.case + encodeURIComponent(code);
    link.textContent = excerpt;
    told.append(link, document.createElement("br"), status);
    return L.circleMarker(at, { radius: 8, weight: 2, color: "#083a50", fillColor: "#0b4f6c", fillOpacity: 0.6 }).bindPopup(told);
  };
  const cluster = (feature, at) => {
    const [west, south, east, north] = feature.bbox;
    const box = L.latLngBounds([south, west], [north, east]);
    const { count } = feature.properties;
    return L.circleMarker(at, { radius: Math.min(12 + 4 * Math.log10(count), 28), weight: 2, color: "#7a4b00", fillColor: "#ffbf2e", fillOpacity: 0.85 })
      .bindTooltip(String(count), { permanent: true, direction: "center", className: "count" })
      .on("click", () => drawn.fitBounds(box.pad(0.1), { maxZoom: 18 }));
  };

  const ward = document.getElementById("map-ward"), near = document.getElementById("map-near");
  drawn.on("click", async ({ latlng }) => {
    const { lat, lng } = latlng.wrap();
    const found = await ground.likely(map.dataset, lat, lng);
    ward.textContent = found ? filled(ward.dataset.likely, { ward: found.name }) : "";
  });
  near.hidden = !navigator.geolocation;
  let me;
  near.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords: { latitude, longitude } }) => {
      me ??= L.circleMarker([latitude, longitude], { radius: 7, weight: 3, color: "#a3160f", interactive: false }).addTo(drawn);
      me.setLatLng([latitude, longitude]);
      drawn.setView([latitude, longitude], 15, { animate: false });
    },
    () => { ward.textContent = near.dataset.refused; },
    { enableHighAccuracy: true, timeout: 15000 },
  ));

  const box = () => {
    const within = drawn.getBounds();
    return [within.getWest(), within.getSouth(), within.getEast(), within.getNorth()].map((each) => each.toFixed(5)).join(",");
  };
  const withBox = (address) => {
    const url = new URL(address, location.href);
    url.searchParams.set("box", box());
    return url;
  };
  let asked = 0;
  const load = async (address) => {
    const number = ++asked;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
      if (!answer.ok) throw new Error(answer.status);
      const document_ = await answer.json();
      if (number !== asked) return null;
      points.clearLayers();
      for (const feature of document_.features) {
        const at = [...feature.geometry.coordinates].reverse();
        (feature.properties.cluster ? cluster(feature, at) : single(feature, at)).addTo(points);
      }
      said.textContent = filled(document_.truncated ? map.dataset.cut : map.dataset.shown, { count: document_.count });
      return document_;
    } catch {
      if (number === asked) said.textContent = map.dataset.failed;
      return null;
    }
  };
  const tell = () => {
    const within = drawn.getBounds();
    const values = { south: within.getSouth(), north: within.getNorth(), west: within.getWest(), east: within.getEast() };
    bounds.textContent = filled(map.dataset.bounds, Object.fromEntries(Object.entries(values).map(([name, at]) => [name, degrees.format(at)])));
    list.href = withBox(map.dataset.list);
  };

  const begin = async () => {
    drawn.fitBounds(ground.around(landmarks.map(({ at }) => at)), { maxZoom: 13 });
    await load(map.dataset.points);
    const cases = points.getLayers().map((each) => each.getLatLng()).map(({ lat, lng }) => [lat, lng]);
    if (cases.length) drawn.fitBounds(ground.around(cases).pad(0.1), { maxZoom: 15, animate: false });
    tell();
    drawn.on("moveend", () => { tell(); load(withBox(map.dataset.points)); });
    map.dataset.ready = "true";
  };
  begin();
})();
