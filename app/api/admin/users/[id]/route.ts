import { changeUser } from "@/lib/auth/accounts";
import { patchUserBody, userDetailView } from "@/lib/auth/contract";
import { getUser } from "@/lib/auth/user-detail";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One account, and how safe it is.",
  tag: "Administration",
  permission: "user.read",
  response: userDetailView,
  handle: ({ actor, params }) => getUser(actor, params.id ?? ""),
});

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
