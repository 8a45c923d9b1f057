// Where it is: by the phone's position or on a map, each only when asked for.
"use strict";
(() => {
  const form = document.querySelector("form[data-draft]");
  const row = document.getElementById("position");
  if (!form || !row) return;
  const latitude = document.getElementById("latitude"), longitude = document.getElementById("longitude");
  const unit = document.getElementById("place_id"), map = document.getElementById("map");
  const told = document.getElementById("position-told"), open = document.getElementById("map-open");
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
    tellWard(lat, lon);
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = () => {
    if (!drawn || !isSomewhere(here())) return;
    pin ??= L.circleMarker(here(), { radius: 10, weight: 3, color: "#a3160f" }).addTo(drawn);
    pin.setLatLng(here());
    if (!drawn.getBounds().pad(-0.1).contains(here())) drawn.setView(here(), 16);
  };
  const tellWard = async (lat, lon) => {
    const ward = drawn && (await ground.likely(map.dataset, lat, lon));
    if (!ward || here()[0] !== Number(lat.toFixed(6))) return;
    told.textContent = told.dataset.likely.replace("{ward}", ward.name);
    const option = [...unit.options].find((each) => each.dataset.code === ward.code);
    if (option && (!unit.value || unit.dataset.byMap === unit.value)) unit.dataset.byMap = unit.value = option.value;
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
    drawn.attributionControl.setPrefix(false);
    const known = [...unit.options].filter((option) => option.dataset.at)
      .map(({ textContent, dataset }) => ({ name: textContent, at: dataset.at.split(",").map(Number), code: dataset.code }));
    drawn.fitBounds(ground.around(known.map(({ at }) => at)), { maxZoom: 13 });
    ground.lay(drawn, map.dataset, known);
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
    const scripts = [open.dataset.script, open.dataset.ground].map((src) => Object.assign(document.createElement("script"), { src, async: false }));
    scripts[1].addEventListener("load", draw, { once: true });
    document.head.append(style, ...scripts);
  });
  unit.addEventListener("change", look);
  [latitude, longitude].forEach((input) => input.addEventListener("change", show));
})();
