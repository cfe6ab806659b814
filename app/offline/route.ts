import { offlineHeaders, offlineHtml } from "./offline-page";

/** The offline page under its own path; the service worker (app/sw.js) shows it instead of any page. */
export const GET = () => new Response(offlineHtml, { headers: { ...offlineHeaders, "cache-control": "no-cache" } });
