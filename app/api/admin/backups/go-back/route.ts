import { z } from "zod";
import { goBack } from "@/lib/backups/restore/go-back";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Put the database from before the last restore back in its place; the present one is kept for 24 hours.",
  permission: "backup.restore",
  limit: "sensitive",
  stepUp: true,
  response: z.object({ kept: z.string() }),
  handle: ({ actor }) => goBack(actor),
});
