import { rotatedSecretView, rotateSecretBody } from "@/lib/executors/credentials/contract";
import { rotateSecret } from "@/lib/executors/credentials/rotate-secret";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "A new secret for an executor, shown once; the old one works for `overlapMinutes` more (60).",
  permission: "executor.manage",
  limit: "keyManagement",
  params: idParams("executor"),
  body: rotateSecretBody,
  response: rotatedSecretView,
  stepUp: true,
  handle: ({ actor, params, body }) => rotateSecret(actor, params.id, body.overlapMinutes),
});
