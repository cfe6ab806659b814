import { route } from "@/lib/http/route";
import { rotationStarted } from "@/lib/platform/contract";
import { startRotation } from "@/lib/platform/encryption/rotate-key";

export const POST = route({
  summary: "Change the key that encrypts secrets. The worker encrypts existing values again.",
  permission: "encryption.manage",
  limit: "sensitive",
  stepUp: true,
  response: rotationStarted,
  status: 202,
  handle: ({ actor }) => startRotation(actor),
});
