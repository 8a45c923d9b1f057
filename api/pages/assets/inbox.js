// The list is not renewed under the hands of somebody who is choosing from it: the notice above it then leads on.
document.addEventListener("htmx:beforeRequest", (event) => {
  const list = event.target;
  if (list.id !== "list") return;
  if (list.querySelector('input[name="code"]:checked') || list.contains(document.activeElement)) event.preventDefault();
});

const KEYS = "inbox-keys";
const ticks = () => [...document.querySelectorAll('#list input[name="code"]')];
const rows = () => [...document.querySelectorAll(".inbox > li")];
const row = () => document.activeElement?.closest(".inbox > li");
const usesKeys = () => localStorage.getItem(KEYS) !== "off";

function count() {
  const said = document.getElementById("chosen");
  const chosen = ticks().filter((tick) => tick.checked).length;
  if (!said) return;
  said.dataset.otherwise ??= said.textContent;
  said.textContent = chosen ? said.dataset.words.replace("{n}", chosen) : said.dataset.otherwise;
}

function sheet(shown) {
  document.getElementById("key-sheet").hidden = !shown;
  document.getElementById("keys").setAttribute("aria-expanded", shown);
}

function move(by) {
  const all = rows();
  const at = all.indexOf(row());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.querySelector("h2 a").focus();
}

const DOES = {
  j: () => move(1),
  k: () => move(-1),
  x: () => row()?.querySelector('input[name="code"]')?.click(),
  o: () => row()?.querySelector("h2 a").click(),
  "?": () => sheet(document.getElementById("key-sheet").hidden),
};

document.addEventListener("change", (event) => {
  if (event.target.id === "keys-on") localStorage.setItem(KEYS, event.target.checked ? "on" : "off");
  count();
});
document.addEventListener("click", (event) => {
  if (event.target.id === "keys") sheet(document.getElementById("key-sheet").hidden);
  if (!event.target.closest("[data-chooses]")) return;
  event.preventDefault();
  const all = ticks();
  const rest = all.some((tick) => !tick.checked);
  for (const tick of all) tick.checked = rest;
  count();
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, select, input:not([type=checkbox])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !usesKeys()) return;
  const act = document.querySelectorAll(".chosen button")[Number(event.key) - 1];
  if (!DOES[event.key] && !act) return;
  event.preventDefault();
  (DOES[event.key] ?? (() => act.click()))();
});
function begin() {
  document.getElementById("keys").hidden = false;
  document.getElementById("keys-on").checked = usesKeys();
  count();
}
document.addEventListener("htmx:afterSwap", begin);
begin();
