import { route } from "@/lib/http/route";
import { keyRetired, retireKeyBody } from "@/lib/platform/contract";
import { retireKey } from "@/lib/platform/encryption/retire-key";

export const POST = route({
  summary: "Take an old encryption key out of use, once no row names it.",
  tag: "Administration",
  permission: "encryption.manage",
  limit: "sensitive",
  stepUp: true,
  body: retireKeyBody,
  response: keyRetired,
  handle: ({ actor, body }) => retireKey(actor, body.id),
});
