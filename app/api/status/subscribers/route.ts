import { route } from "@/lib/http/route";
import { subscribeBody } from "@/lib/status/contract";
import { subscribe } from "@/lib/status/subscribers/subscribe";

export const POST = route({
  summary: "Send a link that confirms an address for updates of the status page; the same answer for every address.",
  permission: null,
  limit: "statusSubscribe",
  body: subscribeBody,
  status: 202,
  handle: ({ body }) => subscribe(body.email),
});
