// Keeps static files and the offline pages, nothing else: prices and stock always come from the shop.
// SHOP is written before this by the server: `kept` files, `offline` pages by language, the cache's `name`.

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(SHOP.name);
    await cache.addAll([...SHOP.kept, ...Object.values(SHOP.offline)]);
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name !== SHOP.name);
    await Promise.all(old.map((name) => caches.delete(name)));
    // The page is asked for while this worker still wakes up.
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    const language = pathname === "/en" || pathname.startsWith("/en/") ? "en" : "id";
    const answer = async () => (await event.preloadResponse) ?? fetch(request);
    event.respondWith(answer().catch(() => caches.match(SHOP.offline[language])));
  } else if (pathname.startsWith("/assets/")) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
