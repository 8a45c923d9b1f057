// Where a case is, on the deployer's map or, where there is none, among the places that are known.
"use strict";
(() => {
  const box = document.getElementById("case-map");
  if (!box) return;
  const here = box.dataset.at.split(",").map(Number);
  const units = JSON.parse(box.dataset.units);
  box.hidden = false;
  const map = L.map(box).setView(here, box.dataset.tiles ? 16 : 12);
  map.attributionControl.setPrefix(false);
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 19 }).addTo(map);
  for (const [name, latitude, longitude] of units) {
    L.circleMarker([latitude, longitude], { radius: 4, color: "#0b4f6c" }).bindTooltip(document.createTextNode(name), { permanent: true, direction: "right" }).addTo(map);
  }
  L.circleMarker(here, { radius: 10, weight: 3, color: "#a3160f" }).bindTooltip(document.createTextNode(box.dataset.name)).addTo(map);
})();
