import { z } from "zod";
import { listOf, nameQuery, pageOf } from "@/lib/core/lists";
import { route } from "@/lib/http/route";
import { addNode } from "@/lib/nodes/add-node";
import { createNodeBody, nodeView } from "@/lib/nodes/contract";
import { listNodes } from "@/lib/nodes/queries";

export const GET = route({
  summary: "Machines with capacity and port pools.",
  permission: "node.read",
  query: nameQuery,
  response: listOf(nodeView),
  handle: async ({ actor, query }) => pageOf((await listNodes(actor)).items, query, ({ name }) => name),
});

export const POST = route({
  summary: "Add a machine.",
  permission: "node.manage",
  limit: "sensitive",
  stepUp: true,
  body: createNodeBody,
  response: z.object({ id: z.string() }),
  status: 201,
  idempotent: true,
  handle: ({ actor, body }) => addNode(actor, body),
});
