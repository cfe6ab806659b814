import { offlineHeaders, offlineHtml } from "./offline-page";

/** The offline page under an address of its own; the worker (app/sw.js) shows it in place of any page. */
export const GET = () => new Response(offlineHtml, { headers: { ...offlineHeaders, "cache-control": "no-cache" } });
