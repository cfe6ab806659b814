import { changeUser } from "@/lib/auth/accounts";
import { patchUserBody } from "@/lib/auth/contract";
import { route } from "@/lib/http/route";

export const PATCH = route({
  summary: "Change a user's role, quota or access.",
  tag: "Administration",
  permission: "user.manage",
  limit: "sensitive",
  body: patchUserBody,
  stepUp: (body) => body.role !== undefined,
  status: 204,
  handle: ({ actor, params, body }) => changeUser(actor, params.id ?? "", body),
});
