import { route } from "@/lib/http/route";
import { keyRetired, retireKeyBody } from "@/lib/platform/contract";
import { retireKey } from "@/lib/platform/encryption/retire-key";

export const POST = route({
  summary: "Retire an old encryption key when no row uses it.",
  permission: "encryption.manage",
  limit: "sensitive",
  stepUp: true,
  body: retireKeyBody,
  response: keyRetired,
  handle: ({ actor, body }) => retireKey(actor, body.id),
});
