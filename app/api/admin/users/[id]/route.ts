import { changeUser } from "@/lib/auth/accounts/accounts";
import { getUser } from "@/lib/auth/accounts/user-detail";
import { patchUserBody, userDetailView } from "@/lib/auth/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { eraseUser } from "@/lib/platform/personal-data/erase-account";

export const GET = route({
  summary: "One account with its security settings.",
  permission: "user.read",
  params: idParams("user"),
  response: userDetailView,
  handle: ({ actor, params }) => getUser(actor, params.id),
});

export const PATCH = route({
  summary: "Change a user's role, quota or access.",
  permission: "user.manage",
  limit: "sensitive",
  params: idParams("user"),
  body: patchUserBody,
  stepUp: true,
  status: 204,
  handle: async ({ actor, params, body, headers }) => {
    const { cookie } = await changeUser(actor, params.id, body);
    if (cookie) headers.append("set-cookie", cookie);
  },
});

export const DELETE = route({
  summary: "Delete an account and all data that the panel stores about its owner.",
  permission: "user.manage",
  limit: "sensitive",
  stepUp: true,
  params: idParams("user"),
  status: 204,
  handle: ({ actor, params }) => eraseUser(actor, params.id),
});
