import { z } from "zod";
import { patchServerBody, serverDetailView } from "@/lib/game-servers/contract";
import { deleteServer } from "@/lib/game-servers/lifecycle/delete-server";
import { updateServer } from "@/lib/game-servers/lifecycle/update-server";
import { getServer } from "@/lib/game-servers/queries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One server; secrets are masked.",
  tag: "Servers",
  permission: "server.read",
  response: serverDetailView,
  handle: ({ actor, params }) => getServer(actor, params.id ?? ""),
});

export const PATCH = route({
  summary: "Change name, size or settings; a running server restarts to apply a new size or settings.",
  tag: "Servers",
  permission: "server.update",
  limit: "sensitive",
  body: patchServerBody,
  response: serverDetailView.extend({ restarting: z.boolean() }),
  handle: async ({ actor, params, body }) => {
    const { restarting } = await updateServer(actor, params.id ?? "", body);
    return { ...(await getServer(actor, params.id ?? "")), restarting };
  },
});

export const DELETE = route({
  summary: "Delete a server: container, volume, ports, capacity and records.",
  tag: "Servers",
  permission: "server.delete",
  limit: "sensitive",
  query: z.strictObject({ keepBackups: z.stringbool().optional() }),
  response: z.object({ status: z.literal("deleting") }),
  status: 202,
  handle: ({ actor, params }) => deleteServer(actor, params.id ?? ""),
});
