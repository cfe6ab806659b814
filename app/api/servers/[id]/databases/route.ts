import { z } from "zod";
import { getServer } from "@/lib/game-servers/queries";
import { attachedDatabaseView } from "@/lib/hosted-services/databases/attachments/contract";
import { listAttachedDatabases } from "@/lib/hosted-services/databases/attachments/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The databases whose connections a server gets in its environment.",
  permission: "server.read",
  params: idParams("server"),
  response: z.object({ items: z.array(attachedDatabaseView) }),
  handle: async ({ actor, params }) => listAttachedDatabases((await getServer(actor, params.id)).id),
});
