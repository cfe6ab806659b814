import { z } from "zod";
import { route } from "@/lib/http/route";
import { regionView } from "@/lib/nodes/contract";
import { listRegions } from "@/lib/nodes/queries";

export const GET = route({
  summary: "Regions to choose from.",
  tag: "Servers",
  permission: "region.read",
  response: z.object({ items: z.array(regionView) }),
  handle: ({ actor }) => listRegions(actor),
});
