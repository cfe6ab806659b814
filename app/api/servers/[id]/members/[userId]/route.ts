import { changeMemberBody, serverMemberView } from "@/lib/game-servers/contract";
import { changeMember, removeMember } from "@/lib/game-servers/sharing/members";
import { route } from "@/lib/http/route";

export const PATCH = route({
  summary: "Change the permissions of a member of the server.",
  tag: "Servers",
  permission: "server.share",
  body: changeMemberBody,
  response: serverMemberView,
  handle: ({ actor, params, body }) => changeMember(actor, params.id ?? "", params.userId ?? "", body.permissions),
});

export const DELETE = route({
  summary: "End a share; members may end their own.",
  tag: "Servers",
  permission: "server.read",
  status: 204,
  handle: ({ actor, params }) => removeMember(actor, params.id ?? "", params.userId ?? ""),
});
