import { route } from "@/lib/http/route";
import { tokenBody } from "@/lib/status/contract";
import { unsubscribe } from "@/lib/status/subscribers/subscribe";

export const POST = route({
  summary: "Remove an address with the token of its mails; a second call changes nothing.",
  permission: null,
  limit: "statusPage",
  body: tokenBody,
  status: 204,
  handle: ({ body }) => unsubscribe(body.token),
});
