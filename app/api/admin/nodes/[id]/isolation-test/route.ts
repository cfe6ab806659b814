import { z } from "zod";
import { route } from "@/lib/http/route";
import { askForProof } from "@/lib/nodes/isolation/change-isolation";

export const POST = route({
  summary: "Test from inside a container that customers' servers reach neither the machine nor private networks.",
  tag: "Administration",
  permission: "node.manage",
  limit: "sensitive",
  response: z.object({ asked: z.literal(true) }),
  status: 202,
  handle: ({ actor, params }) => askForProof(actor, params.id ?? ""),
});
