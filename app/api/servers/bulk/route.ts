import { bulkServersAnswer, bulkServersBody } from "@/lib/game-servers/contract";
import { bulkServers } from "@/lib/game-servers/lifecycle/bulk-servers";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Start, stop, restart or delete up to 100 servers, or with `dryRun` show what would happen to each.",
  permission: "server.power",
  limit: "sensitive",
  idempotent: true,
  body: bulkServersBody,
  response: bulkServersAnswer,
  handle: ({ actor, body }) => bulkServers(actor, body),
});
