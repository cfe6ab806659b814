import { z } from "zod";
import { route } from "@/lib/http/route";
import { changeNodeState } from "@/lib/nodes/add-node";
import { patchNodeBody } from "@/lib/nodes/contract";
import { changeReachable } from "@/lib/nodes/isolation/change-isolation";

export const PATCH = route({
  summary: "Take a machine out of placement or back in; say which private addresses its containers may reach.",
  tag: "Administration",
  permission: "node.manage",
  limit: "sensitive",
  body: patchNodeBody,
  response: z.object({ state: z.string().optional() }),
  handle: async ({ actor, params, body: { state, reachable } }) => {
    const id = params.id ?? "";
    if (reachable) await changeReachable(actor, id, reachable);
    return state ? changeNodeState(actor, id, { state }) : {};
  },
});
