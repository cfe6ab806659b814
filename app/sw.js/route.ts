import { offlineHeaders, offlineHtml } from "../offline/offline-page";

/**
 * The service worker: pages are fetched from the panel, and if it cannot be reached the offline page is shown. It
 * caches nothing else, so it never shows outdated content. It also shows what was pushed to this browser.
 */
const worker = `
const html = ${JSON.stringify(offlineHtml)};
const headers = ${JSON.stringify(offlineHeaders)};
const offline = () => new Response(html, { status: 503, headers });
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  await registration.navigationPreload?.enable();
  await clients.claim();
})()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode !== "navigate" || request.method !== "GET") return;
  event.respondWith((async () => {
    try {
      return (await event.preloadResponse) ?? (await fetch(request));
    } catch {
      return offline();
    }
  })());
});
addEventListener("push", (event) => {
  const { id, title, body, link } = event.data.json();
  // A second delivery of the same notification replaces the first.
  const options = { body, tag: id, data: { link }, icon: "/icons/icon-192.png" };
  event.waitUntil(registration.showNotification(title, options));
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.link ?? "/notifications", location.origin);
  if (url.origin === location.origin) event.waitUntil(clients.openWindow(url.href));
});
`;

const workerHeaders = {
  "content-type": "text/javascript; charset=utf-8",
  "cache-control": "no-cache",
  // The policy of a worker's script also applies to the requests of the worker.
  "content-security-policy": "default-src 'none'; connect-src 'self'",
};

export const GET = () => new Response(worker, { headers: workerHeaders });
