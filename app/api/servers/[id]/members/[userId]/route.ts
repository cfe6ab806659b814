import { changeMemberBody, serverMemberView } from "@/lib/game-servers/contract";
import { changeMember, removeMember } from "@/lib/game-servers/sharing/members";
import { idOf, idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

const params = idParams("server").extend({ userId: idOf("user", "The server is not shared with them.") });

export const PATCH = route({
  summary: "Change the permissions of a member of the server.",
  permission: "server.share",
  params,
  body: changeMemberBody,
  response: serverMemberView,
  handle: ({ actor, params, body }) => changeMember(actor, params.id, params.userId, body.permissions),
});

export const DELETE = route({
  summary: "End a share; members may end their own.",
  permission: "server.read",
  params,
  status: 204,
  handle: ({ actor, params }) => removeMember(actor, params.id, params.userId),
});
