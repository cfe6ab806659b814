import { z } from "zod";
import { templateView } from "@/lib/game-servers/contract";
import { listTemplates } from "@/lib/game-servers/queries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Games to choose from.",
  tag: "Servers",
  permission: "template.read",
  response: z.object({ items: z.array(templateView) }),
  handle: ({ actor }) => listTemplates(actor),
});
