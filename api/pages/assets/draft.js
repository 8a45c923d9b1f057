// Keeps what somebody writes until it is sent. Words stay on the machine for a day at most; who writes them, until the tab closes.
"use strict";
(() => {
  try { localStorage.length; } catch { return; } // a browser that keeps nothing
  const LASTS = 24 * 60 * 60 * 1000;
  const NOT_KEPT = new Set(["csrf", "step"]);
  const form = document.querySelector("form[data-draft]");
  const sent = document.querySelector("[data-draft-sent]");
  const nameOf = (procedure) => `draft:${procedure}`;
  const read = (store, name) => {
    try { return JSON.parse(store.getItem(name)); } catch { return null; }
  };
  const clear = (name) => [localStorage, sessionStorage].forEach((store) => store.removeItem(name));

  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("draft:") && !(Date.now() - (read(localStorage, name)?.at ?? 0) < LASTS)) clear(name);
  }
  if (sent) clear(nameOf(sent.dataset.draftSent));
  if (!form) return;

  const name = nameOf(form.dataset.draft);
  const told = document.getElementById("draft");
  const tell = (which) => {
    told.hidden = false;
    for (const each of ["restored", "offline", "online"]) document.getElementById(`draft-${each}`).hidden = each !== which;
  };
  const isAboutWho = (field) => field.startsWith("reporter.");
  const typed = (wanted) => {
    const found = {};
    for (const [field, value] of new FormData(form)) {
      if (typeof value === "string" && !NOT_KEPT.has(field) && wanted(field)) found[field] = value;
    }
    return found;
  };
  const keep = () => {
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), typed: typed((field) => !isAboutWho(field)) }));
    sessionStorage.setItem(name, JSON.stringify(typed(isAboutWho)));
  };
  const restore = (kept) => {
    for (const [field, value] of Object.entries(kept)) {
      const input = form.elements.namedItem(field);
      if (!input) continue;
      if (input.type === "checkbox") input.checked = true;
      else input.value = value;
    }
  };

  if ("fresh" in form.dataset) {
    const draft = read(localStorage, name);
    if (draft) {
      restore(draft.typed);
      restore(read(sessionStorage, name) ?? {});
      tell("restored");
      document.body.dispatchEvent(new Event("draft"));
    } else if (crypto.randomUUID) {
      // A page that was kept for use without a network carries the same id each time it is opened.
      form.elements.namedItem("once").value = crypto.randomUUID();
    }
  }
  let waiting;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(keep, 300); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    keep();
    if (!navigator.onLine) { event.preventDefault(); tell("offline"); }
  });
  addEventListener("offline", () => { keep(); tell("offline"); });
  addEventListener("online", () => tell("online"));
  if (!navigator.onLine) tell("offline");
  document.getElementById("draft-clear").addEventListener("click", () => {
    clearTimeout(waiting);
    clear(name);
    location.assign(location.pathname);
  });
})();
