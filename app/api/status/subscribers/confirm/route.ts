import { route } from "@/lib/http/route";
import { tokenBody } from "@/lib/status/contract";
import { confirmSubscription } from "@/lib/status/subscribers/subscribe";

export const POST = route({
  summary: "Confirm an address with the token of its mail.",
  permission: null,
  limit: "statusPage",
  body: tokenBody,
  status: 204,
  handle: ({ body }) => confirmSubscription(body.token),
});
