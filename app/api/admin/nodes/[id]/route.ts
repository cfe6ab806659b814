import { z } from "zod";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { changeNode } from "@/lib/nodes/change-node";
import { patchNodeBody } from "@/lib/nodes/contract";

export const PATCH = route({
  summary: "Exclude a machine from placement or include it again; set the private addresses its containers may reach.",
  permission: "node.manage",
  limit: "sensitive",
  params: idParams("node"),
  body: patchNodeBody,
  response: z.object({ state: z.string() }),
  // This gives customers' containers access to the machine's private networks.
  stepUp: ({ reachable }) => reachable !== undefined,
  handle: ({ actor, params, body }) => changeNode(actor, params.id, body),
});
