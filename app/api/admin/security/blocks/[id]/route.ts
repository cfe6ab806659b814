import { liftBlock } from "@/lib/auth/detection/measures/lift-block";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "End a block, a lock or a slow-down before its time.",
  tag: "Administration",
  permission: "security.manage",
  limit: "sensitive",
  status: 204,
  handle: ({ actor, params }) => liftBlock(actor, params.id ?? ""),
});
