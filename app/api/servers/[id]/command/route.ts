import { sendCommand } from "@/lib/game-servers/console/send-command";
import { commandBody, commandResult } from "@/lib/game-servers/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Send a console command: 200 with the game's reply, or 202 when the reply shows in the console.",
  permission: "server.command",
  params: idParams("server"),
  body: commandBody,
  response: commandResult,
  handle: async ({ actor, params, body }) => {
    const reply = await sendCommand(actor, params.id, body.command);
    return reply ?? new Response(null, { status: 202 });
  },
});
