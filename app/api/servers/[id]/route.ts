import { z } from "zod";
import { patchServerBody, serverDetailView } from "@/lib/game-servers/contract";
import { deleteServer } from "@/lib/game-servers/lifecycle/delete-server";
import { updateServer } from "@/lib/game-servers/lifecycle/update-server";
import { getServer } from "@/lib/game-servers/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One server; secrets are masked.",
  permission: "server.read",
  params: idParams("server"),
  response: serverDetailView,
  handle: ({ actor, params }) => getServer(actor, params.id),
});

export const PATCH = route({
  summary: "Change name, size or settings; a running server restarts to apply a new size or settings.",
  permission: "server.update",
  limit: "sensitive",
  params: idParams("server"),
  body: patchServerBody,
  response: serverDetailView.extend({ restarting: z.boolean() }),
  handle: async ({ actor, params, body }) => {
    const { restarting } = await updateServer(actor, params.id, body);
    return { ...(await getServer(actor, params.id)), restarting };
  },
});

export const DELETE = route({
  summary: "Delete a server: container, volume, ports, capacity and records.",
  permission: "server.delete",
  limit: "sensitive",
  params: idParams("server"),
  query: z.strictObject({ keepBackups: z.stringbool().optional() }),
  response: z.object({ status: z.literal("deleting") }),
  status: 202,
  handle: ({ actor, params }) => deleteServer(actor, params.id),
});
