// Has the report form kept for when there is no network.
"use strict";
addEventListener("load", async () => {
  if (!navigator.serviceWorker || !navigator.onLine) return;
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  const files = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")].map((each) => each.getAttribute("src") ?? each.getAttribute("href"));
  active.postMessage({ page: location.pathname, files });
});
