// Where a case is, on the deployer's map or, where there is none, among the places that are known.
"use strict";
(() => {
  const box = document.getElementById("case-map");
  if (!box) return;
  const here = box.dataset.at.split(",").map(Number);
  const units = JSON.parse(box.dataset.units);
  box.hidden = false;
  const map = L.map(box).setView(here, box.classList.contains("bare") ? 12 : 16);
  map.attributionControl.setPrefix(false);
  ground.lay(map, box.dataset, units.map(([name, latitude, longitude, code]) => ({ name, at: [latitude, longitude], code })));
  L.circleMarker(here, { radius: 10, weight: 3, color: "#a3160f" }).bindTooltip(document.createTextNode(box.dataset.name)).addTo(map);
})();
