// Keeps the report form to open without a network. It asks for it as a stranger, so that nothing of anybody's is kept.
"use strict";
const KEPT = "forms-1";
const OFFLINE = "/ngoai-tuyen";

const fresh = async (address) => {
  const answer = await fetch(address, { credentials: "omit" });
  if (answer.ok) await (await caches.open(KEPT)).put(address, answer);
};

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(fresh(OFFLINE));
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
    await clients.claim();
  })());
});

// A form that was opened: its page, and the files that it needs, without those of earlier versions.
addEventListener("message", (event) => {
  const { page, files } = event.data;
  event.waitUntil((async () => {
    await Promise.all([OFFLINE, page, ...files].map(fresh));
    const cache = await caches.open(KEPT), needed = new Set(files.map((file) => new URL(file, location).href));
    for (const { url } of await cache.keys()) {
      if (new URL(url).pathname.startsWith("/assets/") && !needed.has(url)) await cache.delete(url);
    }
  })());
});

const withoutNetwork = async (request) => {
  const cache = await caches.open(KEPT);
  const kept = request.method === "GET" ? await cache.match(request.mode === "navigate" ? new URL(request.url).pathname : request) : undefined;
  return kept ?? (request.mode === "navigate" ? cache.match(OFFLINE) : undefined) ?? Response.error();
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs = new URL(request.url).origin === location.origin;
  const isFile = isOurs && request.method === "GET" && new URL(request.url).pathname.startsWith("/assets/");
  if (!isOurs || !(request.mode === "navigate" || isFile)) return;
  if (request.method !== "GET") {
    // What is sent goes past us, photos and all, as long as there is a network.
    if (!navigator.onLine) event.respondWith(withoutNetwork(request));
    return;
  }
  event.respondWith(fetch(request).catch(() => withoutNetwork(request)));
});
