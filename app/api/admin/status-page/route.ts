import { route } from "@/lib/http/route";
import { statusPagePatch, statusPageView } from "@/lib/status/contract";
import { changeStatusPage, getStatusPage } from "@/lib/status/status-page";

export const GET = route({
  summary: "Settings of the public status page.",
  permission: "status_page.manage",
  response: statusPageView,
  handle: ({ actor }) => getStatusPage(actor),
});

export const PATCH = route({
  summary: "Switch the status page on or off, and choose what it shows.",
  permission: "status_page.manage",
  body: statusPagePatch,
  response: statusPageView,
  handle: ({ actor, body }) => changeStatusPage(actor, body),
});
