import { z } from "zod";
import { detachDatabase } from "@/lib/hosted-services/databases/attachments/detach-database";
import { idOf, idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Take the connection of a database from a server, at its next start.",
  permission: "database.manage",
  params: idParams("database").extend({ serverId: idOf("server") }),
  response: z.object({ status: z.literal("detached") }),
  handle: ({ actor, params }) => detachDatabase(actor, params.id, params.serverId),
});
