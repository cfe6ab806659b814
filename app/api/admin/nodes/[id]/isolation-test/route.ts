import { z } from "zod";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { askForProof } from "@/lib/nodes/isolation/change-isolation";

export const POST = route({
  summary: "Test from inside a container that customers' servers reach neither the machine nor private networks.",
  permission: "node.manage",
  limit: "sensitive",
  params: idParams("node"),
  response: z.object({ asked: z.literal(true) }),
  status: 202,
  handle: ({ actor, params }) => askForProof(actor, params.id),
});
