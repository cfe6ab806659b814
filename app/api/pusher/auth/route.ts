import type { Actor } from "@/lib/access/actor";
import { reachOf } from "@/lib/access/permissions";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { loadServer } from "@/lib/game-servers/load-server";
import { executorDoor } from "@/lib/http/executor-door";
import { readBytes } from "@/lib/http/request-body";
import { httpLogger, route } from "@/lib/http/route";
import { channelAuthRequestSchema, executorChannel, parsePanelChannel } from "@/lib/realtime/contract";
import { createPublisher, type Publisher, publisherConfig } from "@/lib/realtime/publisher";

let publisher: Publisher | undefined;

/** Whether the actor may read everything that is published on this channel; throws when not. */
async function admit(actor: Actor, channelName: string): Promise<void> {
  const channel = parsePanelChannel(channelName);
  if (channel?.subject === "user" && actor.kind === "user" && channel.id === actor.userId) return;
  if (channel?.subject === "staff" && reachOf(actor, "server.read") === "all") return;
  if (channel?.subject === "server") {
    await loadServer(actor, channel.id, "server.read");
    return;
  }
  throw coreErrors.forbidden({ detail: "You may not listen to this channel." });
}

/** An executor hears its own channel and nothing else. */
async function admitExecutor(request: Request, headers: Headers, channelName: string): Promise<void> {
  const { executor } = await executorDoor(request, headers);
  if (channelName === executorChannel(executor.id)) return;
  throw coreErrors.forbidden({ detail: "An executor may only listen to its own channel." });
}

export const POST = route({
  summary: "Let a realtime connection into a private channel (form or JSON: socket_id, channel_name).",
  tag: "Realtime",
  permission: "server.read",
  executor: "also",
  handle: async ({ actor, request, headers }) => {
    const text = new TextDecoder().decode(await readBytes(request, 4096));
    const isJson = request.headers.get("content-type")?.startsWith("application/json") ?? false;
    const parsed = channelAuthRequestSchema.parse(
      isJson ? parseJson(text) : Object.fromEntries(new URLSearchParams(text)),
    );
    if (request.headers.has("x-api-key")) await admitExecutor(request, headers, parsed.channel_name);
    else await admit(actor, parsed.channel_name);
    publisher ??= createPublisher(publisherConfig(env(), httpLogger()));
    return publisher.authorizeChannel(parsed.socket_id, parsed.channel_name);
  },
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw coreErrors.malformed_request({ detail: "The body is not valid JSON.", cause });
  }
}
