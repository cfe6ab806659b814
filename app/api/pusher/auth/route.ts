import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { httpLogger } from "@/lib/http/log-request";
import { grantHolder } from "@/lib/http/realtime/grant-holder";
import { readBytes } from "@/lib/http/request-body";
import { route } from "@/lib/http/route";
import { channelAuthRequestSchema } from "@/lib/realtime/contract";
import { recordGrant } from "@/lib/realtime/grants";
import { createPublisher, type Publisher, publisherConfig } from "@/lib/realtime/publisher";

let publisher: Publisher | undefined;

export const POST = route({
  summary: "Authorise a realtime connection for a private channel (form or JSON: socket_id, channel_name).",
  permission: "server.read",
  executor: "also",
  handle: async ({ actor, request, headers }) => {
    const text = new TextDecoder().decode(await readBytes(request, 4096));
    const isJson = request.headers.get("content-type")?.startsWith("application/json") ?? false;
    const { socket_id: socketId, channel_name: channel } = channelAuthRequestSchema.parse(
      isJson ? parseJson(text) : Object.fromEntries(new URLSearchParams(text)),
    );
    const holder = await grantHolder({ actor, request, headers }, channel);
    publisher ??= createPublisher(publisherConfig(env(), httpLogger()));
    const signed = publisher.authorizeChannel(socketId, channel);
    await recordGrant(socketId, { channel, holder });
    return signed;
  },
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw coreErrors.malformed_request({ detail: "The body is not valid JSON.", cause });
  }
}
