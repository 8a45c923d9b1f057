// Parts of a photo to be blacked out are drawn on it; the fields beneath hold them, and are what is sent.
"use strict";
(() => {
  const sheet = document.querySelector("[data-cover]");
  if (!sheet) return;
  const photo = sheet.querySelector("img");
  const rows = [...document.querySelectorAll("[data-cover-row]")];
  const fields = (row) => [...row.querySelectorAll("input")];
  const body = rows[0].parentElement;
  document.querySelector("[data-cover-hint]").hidden = false;
  photo.draggable = false;

  const read = (row) => fields(row).map((field) => parseFloat(field.value.replace(",", ".")));
  const write = (row, numbers) => fields(row).forEach((field, i) => { field.value = numbers ? String(Math.round(numbers[i] * 10) / 10) : ""; });

  function freeRow() {
    const free = rows.find((row) => fields(row).every((field) => !field.value.trim()));
    if (free) return free;
    const row = rows[rows.length - 1].cloneNode(true);
    row.querySelector("th").textContent = String(rows.length + 1);
    write(row, null);
    body.append(row);
    rows.push(row);
    return row;
  }

  function place(box, [x, y, width, height]) {
    Object.assign(box.style, { left: `${x}%`, top: `${y}%`, width: `${width}%`, height: `${height}%` });
  }

  function draw() {
    sheet.querySelectorAll("button").forEach((box) => box.remove());
    for (const row of rows) {
      const area = read(row);
      if (area.some(Number.isNaN)) continue;
      const box = document.createElement("button");
      box.type = "button";
      box.title = sheet.dataset.remove;
      box.setAttribute("aria-label", `${sheet.dataset.remove} ${rows.indexOf(row) + 1}`);
      box.addEventListener("click", () => { write(row, null); draw(); });
      place(box, area);
      sheet.append(box);
    }
  }

  function at(event) {
    const edge = photo.getBoundingClientRect();
    const within = (value) => Math.min(100, Math.max(0, value));
    return [within((event.clientX - edge.left) / edge.width * 100), within((event.clientY - edge.top) / edge.height * 100)];
  }

  photo.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const from = at(event);
    const box = document.createElement("button");
    box.type = "button";
    sheet.append(box);
    const area = (to) => [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
    const move = (moved) => place(box, area(at(moved)));
    photo.setPointerCapture(event.pointerId);
    photo.addEventListener("pointermove", move);
    photo.addEventListener("pointerup", (ended) => {
      photo.removeEventListener("pointermove", move);
      const drawn = area(at(ended));
      if (drawn[2] > 0.5 && drawn[3] > 0.5) write(freeRow(), drawn);
      draw();
    }, { once: true });
  });

  body.addEventListener("input", draw);
  draw();
})();
