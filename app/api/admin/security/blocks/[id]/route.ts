import { liftBlock } from "@/lib/auth/detection/measures/lift-block";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "End a block, a lock or a slow-down before its time.",
  permission: "security.manage",
  limit: "sensitive",
  params: idParams("networkBlock", "There is no such block, or it has ended."),
  status: 204,
  handle: ({ actor, params }) => liftBlock(actor, params.id),
});
