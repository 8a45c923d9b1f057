// Where it is: by the phone's position or on a map, each only when asked for.
"use strict";
(() => {
  const form = document.querySelector("form[data-draft]");
  const row = document.getElementById("position");
  if (!form || !row) return;
  const latitude = document.getElementById("latitude"), longitude = document.getElementById("longitude");
  const unit = document.getElementById("place_id"), map = document.getElementById("map");
  const told = document.getElementById("position-told"), open = document.getElementById("map-open");
  const VIET_NAM = [[8.2, 102.1], [23.4, 109.5]];
  let drawn, pin;
  row.hidden = false;

  const here = () => [latitude, longitude].map((input) => parseFloat(input.value));
  const isSomewhere = (point) => point.every(Number.isFinite);
  const say = (which) => { told.textContent = told.dataset[which]; };
  const set = (lat, lon) => {
    latitude.value = lat.toFixed(6);
    longitude.value = lon.toFixed(6);
    latitude.closest("details").open = true;
    say("found");
    show();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = () => {
    if (!drawn || !isSomewhere(here())) return;
    pin ??= L.circleMarker(here(), { radius: 10, weight: 3, color: "#a3160f" }).addTo(drawn);
    pin.setLatLng(here());
    if (!drawn.getBounds().contains(here())) drawn.setView(here(), 16);
  };
  const look = () => {
    const at = unit.selectedOptions[0]?.dataset.at;
    if (drawn && at && !isSomewhere(here())) drawn.setView(at.split(",").map(Number), 13);
  };

  document.getElementById("position-ask").addEventListener("click", () => {
    say("asking");
    if (!navigator.geolocation) { say("refused"); return; }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => set(coords.latitude, coords.longitude),
      () => say("refused"),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });

  const draw = () => {
    drawn = L.map(map, { zoomControl: true });
    if (map.dataset.tiles) L.tileLayer(map.dataset.tiles, { maxZoom: 19 }).addTo(drawn);
    drawn.attributionControl.setPrefix(false);
    const known = [...unit.options].filter((option) => option.dataset.at);
    for (const option of known) {
      const at = option.dataset.at.split(",").map(Number);
      L.circleMarker(at, { radius: 4, color: "#0b4f6c" }).bindTooltip(document.createTextNode(option.textContent), { permanent: true, direction: "right" }).addTo(drawn);
    }
    drawn.fitBounds(known.length ? L.latLngBounds(known.map((option) => option.dataset.at.split(",").map(Number))) : VIET_NAM, { maxZoom: 13 });
    drawn.on("click", ({ latlng }) => set(latlng.lat, latlng.wrap().lng));
    look();
    show();
  };
  open.addEventListener("click", () => {
    map.hidden = !map.hidden;
    document.getElementById("map-hint")?.toggleAttribute("hidden", map.hidden);
    open.setAttribute("aria-expanded", String(!map.hidden));
    if (drawn || map.hidden) { drawn?.invalidateSize(); return; }
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: open.dataset.style });
    const script = Object.assign(document.createElement("script"), { src: open.dataset.script });
    script.addEventListener("load", draw, { once: true });
    document.head.append(style, script);
  });
  unit.addEventListener("change", look);
  [latitude, longitude].forEach((input) => input.addEventListener("change", show));
})();
