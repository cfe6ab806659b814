import { targetBody, targetView } from "@/lib/backups/targets/contract";
import { addTarget, listTargets } from "@/lib/backups/targets/manage-targets";
import { listOf } from "@/lib/core/lists";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Places of backups: folders of the panel's machine, and buckets.",
  permission: "backup.read",
  response: listOf(targetView),
  // Few by nature, so that one page is enough.
  handle: ({ actor }) => listTargets(actor),
});

export const POST = route({
  summary: "Add a place of backups; it is tested first.",
  permission: "backup.manage",
  limit: "sensitive",
  stepUp: true,
  body: targetBody,
  response: targetView,
  status: 201,
  handle: ({ actor, body }) => addTarget(actor, body),
});
