import { z } from "zod";
import { route } from "@/lib/http/route";
import { changeNodeState } from "@/lib/nodes/add-node";
import { patchNodeBody } from "@/lib/nodes/contract";

export const PATCH = route({
  summary: "Take a machine out of placement, or back in.",
  tag: "Administration",
  permission: "node.manage",
  limit: "sensitive",
  body: patchNodeBody,
  response: z.object({ state: z.string() }),
  handle: ({ actor, params, body }) => changeNodeState(actor, params.id ?? "", body),
});
