// What lies under every map: the deployer's tiles or archive, or else the names of wards and provinces.
"use strict";
window.ground = (() => {
  const VIET_NAM = [[8.2, 102.1], [23.4, 109.5]];
  const WARDS_FROM = 9, OWN_FROM = 7; // the zoom; further out, provinces are named
  const LETTER = 6.6, LINE = 15, DOT = 8; // pixels
  const asked = new Map();

  const read = (address) => {
    if (!asked.has(address)) {
      asked.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : [])).catch(() => { asked.delete(address); return []; }));
    }
    return asked.get(address);
  };
  const squares = (bounds) => {
    const found = [];
    for (let south = Math.floor(bounds.getSouth()); south <= bounds.getNorth(); south++) {
      for (let west = Math.floor(bounds.getWest()); west <= bounds.getEast(); west++) found.push([south, west]);
    }
    return found;
  };
  const wardsIn = async (address, bounds) => {
    const read_ = squares(bounds).map(([south, west]) => read(`${address}/${south}/${west}`));
    return (await Promise.all(read_)).flat().map(([code, name, latitude, longitude, size]) => ({ code, name, at: [latitude, longitude], size }));
  };

  // Each name goes to the right of its dot if nothing lies there yet, else only the dot is drawn.
  const named = (map, units, taken, layer, kind) => {
    const size = map.getSize();
    for (const { name, at } of units) {
      const { x, y } = map.latLngToContainerPoint(at);
      if (x < 0 || y < 0 || x > size.x || y > size.y) continue;
      const box = [x - DOT, y - LINE / 2, x + DOT + name.length * LETTER, y + LINE / 2];
      const isFree = taken.every(([west, north, east, south]) => box[2] < west || box[0] > east || box[3] < north || box[1] > south);
      L.circleMarker(at, { radius: kind === "own" ? 4 : 2.5, weight: 1, className: `dot ${kind}`, interactive: false }).addTo(layer);
      if (!isFree) continue;
      taken.push(box);
      const words = document.createElement("span");
      words.textContent = name;
      const icon = L.divIcon({ className: `unit ${kind}`, html: words, iconSize: null, iconAnchor: [-7, 8] });
      L.marker(at, { icon, interactive: false, keyboard: false }).addTo(layer);
    }
  };

  const draw = (map, address, own) => {
    const layer = L.layerGroup().addTo(map);
    let round = 0;
    const drawn = async () => {
      const turn = ++round, near = map.getZoom() >= WARDS_FROM;
      const others = near ? await wardsIn(address, map.getBounds()) : (await read(address)).map(([name, latitude, longitude]) => ({ name, at: [latitude, longitude] }));
      if (turn !== round) return;
      const codes = new Set(own.map(({ code }) => code).filter(Boolean)), taken = [];
      layer.clearLayers();
      const beside = () => named(map, others.filter(({ code }) => !codes.has(code)), taken, layer, near ? "ward" : "province");
      if (!near) beside();
      if (map.getZoom() >= OWN_FROM || !others.length) named(map, own, taken, layer, "own");
      if (near) beside();
    };
    map.on("moveend", drawn);
    map.whenReady(drawn);
  };

  const scripts = new Map();
  const script = (address) => {
    if (!scripts.has(address)) {
      scripts.set(address, new Promise((loaded, failed) => {
        document.head.append(Object.assign(document.createElement("script"), { src: address, onload: loaded, onerror: failed }));
      }));
    }
    return scripts.get(address);
  };

  return {
    // Lay the ground under a map. `own` are the units of the authority, which are drawn strongest: name, at, code.
    lay(map, { tiles, archive, archiveScript, wards }, own) {
      if (tiles) L.tileLayer(tiles, { maxZoom: 19 }).addTo(map);
      else if (archive) {
        script(archiveScript).then(() => protomapsL.leafletLayer({ url: archive, flavor: "light", lang: document.documentElement.lang }).addTo(map))
          .catch(() => draw(map, wards, own));
      } else draw(map, wards, own);
    },

    // The bounds of these points without the few that lie far from the rest, such as islands; the country's where there are none.
    around(points) {
      if (!points.length) return L.latLngBounds(VIET_NAM);
      const middle = (which) => points.map((point) => point[which]).sort((one, other) => one - other)[points.length >> 1];
      const centre = [middle(0), middle(1)];
      const far = (point) => Math.hypot(point[0] - centre[0], point[1] - centre[1]);
      const usual = points.map(far).sort((one, other) => one - other)[points.length >> 1];
      return L.latLngBounds(points.filter((point) => far(point) <= Math.max(4 * usual, 0.05)));
    },

    // The ward that a point most likely lies in: the nearest centre, measured by the size of its ward. Null far from any.
    async likely({ wards }, latitude, longitude) {
      const near = L.latLngBounds([latitude - 0.5, longitude - 0.5], [latitude + 0.5, longitude + 0.5]);
      const across = Math.cos(latitude * Math.PI / 180), DEGREE = 111.2; // kilometres
      const scored = (await wardsIn(wards, near)).map((ward) => {
        const up = (ward.at[0] - latitude) * DEGREE, aside = (ward.at[1] - longitude) * DEGREE * across;
        return { ...ward, score: (up * up + aside * aside) / ward.size };
      });
      const best = scored.reduce((one, other) => (one && one.score <= other.score ? one : other), null);
      return best && best.score < 4 ? best : null;
    },
  };
})();
