import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import Pusher from "pusher";
import type { Env } from "@/lib/core/env";
import { coreErrors, messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { withTimeout } from "@/lib/core/retry";
import { channelAuthRequestSchema, type PublicRealtimeConfig, userAuthRequestSchema } from "./contract";

/**
 * The panel's side of realtime: publishes events and authorises sockets for channels, through the official library,
 * whether the server is ours, a compatible one or hosted Pusher. Checks no permissions; callers do.
 */
export type PublisherConfig = {
  appId: string;
  key: string;
  secret: string;
  target: RealtimeTarget;
  log: Logger;
  /** At most 3000; a page must not wait for an event. */
  timeoutMs?: number;
  /** 32 bytes; needed only for private-encrypted- channels. */
  encryptionMasterKeyBase64?: string;
};

export type RealtimeTarget =
  | { kind: "hosted"; cluster: string }
  | { kind: "server"; host: string; port: number; tls: boolean };

type PublisherEnv = Pick<
  Env,
  | "PUSHER_APP_ID"
  | "NEXT_PUBLIC_PUSHER_KEY"
  | "PUSHER_SECRET"
  | "NEXT_PUBLIC_PUSHER_CLUSTER"
  | "PUSHER_HOST"
  | "PUSHER_PORT"
  | "PUSHER_TLS"
  | "REALTIME_PORT"
>;
type PublicEnv = PublisherEnv &
  Pick<Env, "PUSHER_PUBLIC_HOST" | "PUSHER_PUBLIC_PORT" | "PUSHER_PUBLIC_TLS" | "NEXTAUTH_URL">;

/**
 * Hosted Pusher when a cluster and no host is set; otherwise the host, by default the embedded server on this machine.
 */
export function realtimeTarget(env: PublisherEnv): RealtimeTarget {
  if (!env.PUSHER_HOST && env.NEXT_PUBLIC_PUSHER_CLUSTER) {
    return { kind: "hosted", cluster: env.NEXT_PUBLIC_PUSHER_CLUSTER };
  }
  const port = env.PUSHER_PORT ?? (env.PUSHER_HOST ? defaultPort(env.PUSHER_TLS) : env.REALTIME_PORT);
  return { kind: "server", host: env.PUSHER_HOST ?? "127.0.0.1", port, tls: env.PUSHER_TLS };
}

export function publisherConfig(env: PublisherEnv, log: Logger): PublisherConfig {
  return {
    appId: env.PUSHER_APP_ID,
    key: env.NEXT_PUBLIC_PUSHER_KEY,
    secret: env.PUSHER_SECRET,
    target: realtimeTarget(env),
    log,
  };
}

/**
 * What a browser needs to connect. `requestHost` is the Host header of the page. Behind https the socket is expected
 * at the page's own origin (the proxy passes `/app/` on), for a plain port would be refused as mixed content.
 */
export function publicRealtimeConfig(env: PublicEnv, requestHost?: string): PublicRealtimeConfig {
  const key = env.NEXT_PUBLIC_PUSHER_KEY;
  const target = realtimeTarget(env);
  if (target.kind === "hosted") return { key, cluster: target.cluster, hosted: true, forceTLS: true };
  const page = new URL(env.NEXTAUTH_URL);
  const forceTLS = env.PUSHER_PUBLIC_TLS ?? (page.protocol === "https:" || target.tls);
  const reachedThroughPage = forceTLS && !target.tls;
  const wsPort =
    env.PUSHER_PUBLIC_PORT ?? (reachedThroughPage ? Number(page.port) || defaultPort(forceTLS) : target.port);
  const externalHost = env.PUSHER_HOST && !isLoopback(env.PUSHER_HOST) ? env.PUSHER_HOST : undefined;
  const wsHost = env.PUSHER_PUBLIC_HOST ?? externalHost ?? hostName(requestHost);
  return { key, cluster: env.NEXT_PUBLIC_PUSHER_CLUSTER, hosted: false, wsHost, wsPort, forceTLS };
}

function defaultPort(tls: boolean): number {
  return tls ? 443 : 80;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

/** The name in a Host header, without its port; undefined when it is none. */
function hostName(requestHost = ""): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.exec(requestHost)?.[1];
}

export type ChannelEvent = { channel: string; name: string; data: unknown };

export type Publisher = {
  /** Whether the server accepted the event. Never throws: an event is a hint to reload, not the data itself. */
  publish(channel: string | readonly string[], event: string, data: unknown): Promise<boolean>;
  /**
   * Many events, each to a channel of its own, ten to a call: the most that the protocol allows. Never throws either.
   */
  publishEach(events: readonly ChannelEvent[]): Promise<void>;
  /**
   * Authorises a socket for a private or presence channel. Throws `validation_failed` on a malformed socket id or
   * channel.
   */
  authorizeChannel(
    socketId: string,
    channel: string,
    presenceData?: Pusher.PresenceChannelData,
  ): Pusher.ChannelAuthResponse;
  /** Signs a socket in as a user, so that it can be terminated. Throws `validation_failed` on a malformed socket id. */
  authenticateUser(socketId: string, user: Pusher.UserChannelData): Pusher.UserAuthResponse;
  /** Closes the sockets signed in as the user; they do not reconnect by themselves. */
  terminateUser(userId: string): Promise<boolean>;
};

export function createPublisher(config: PublisherConfig): Publisher {
  const pusher = new Pusher(pusherOptions(config));
  const timeoutMs = Math.min(config.timeoutMs ?? 3000, 3000);
  const call = (what: Record<string, unknown>, send: () => Promise<Pusher.Response>) =>
    deliver(config.log, timeoutMs, what, send);
  return {
    publish(channel, event, data) {
      const channels = typeof channel === "string" ? [channel] : [...channel];
      return call({ channels, event }, () => pusher.trigger(channels, event, data));
    },
    async publishEach(events) {
      const batches = Array.from({ length: Math.ceil(events.length / 10) }, (_, n) =>
        events.slice(n * 10, n * 10 + 10),
      );
      const send = (batch: ChannelEvent[]) =>
        call({ channels: batch.map(({ channel }) => channel) }, () => pusher.triggerBatch(batch));
      // A few at a time: the server on the other side may be the panel's own.
      for (let from = 0; from < batches.length; from += 4) await Promise.all(batches.slice(from, from + 4).map(send));
    },
    terminateUser: (userId) => call({ terminate: userId }, () => pusher.terminateUserConnections(userId)),
    authorizeChannel(socketId, channel, presenceData) {
      const request = channelAuthRequestSchema.safeParse({ socket_id: socketId, channel_name: channel });
      if (!request.success)
        throw coreErrors.validation_failed({ detail: "The socket id or channel name is malformed." });
      return pusher.authorizeChannel(socketId, channel, presenceData);
    },
    authenticateUser(socketId, user) {
      const request = userAuthRequestSchema.safeParse({ socket_id: socketId });
      if (!request.success) throw coreErrors.validation_failed({ detail: "The socket id is malformed." });
      return pusher.authenticateUser(socketId, user);
    },
  };
}

function pusherOptions({ appId, key, secret, target, timeoutMs, encryptionMasterKeyBase64 }: PublisherConfig) {
  const shared = { appId, key, secret, encryptionMasterKeyBase64, timeout: timeoutMs ?? 3000 };
  // Connections are kept for the next event; the answer is read to its end so that they can be.
  const keepAlive = { keepAlive: true, maxSockets: 16 };
  if (target.kind === "hosted") {
    return { ...shared, cluster: target.cluster, useTLS: true, agent: new HttpsAgent(keepAlive) };
  }
  const agent = target.tls ? new HttpsAgent(keepAlive) : new HttpAgent(keepAlive);
  return { ...shared, host: target.host, port: String(target.port), useTLS: target.tls, agent };
}

async function deliver(
  log: Logger,
  timeoutMs: number,
  what: Record<string, unknown>,
  send: () => Promise<Pusher.Response>,
): Promise<boolean> {
  try {
    // The library's own timeout ends with the headers; this one covers the body too.
    const exchange = async () => (await send()).text();
    await withTimeout(timeoutMs, exchange, () => new Error(`no answer within ${timeoutMs} ms`));
    return true;
  } catch (error) {
    log.warn({ ...what, ...failureOf(error) }, "realtime: not delivered");
    return false;
  }
}

/** Of a failed call: never the URL, which carries the signature. */
function failureOf(error: unknown): { reason: string; status?: number; answer?: string } {
  if (!(error instanceof Pusher.RequestError)) return { reason: messageOf(error) };
  const cause = error.error ? `: ${messageOf(error.error).replace(/https?:\/\/\S+/g, "the server")}` : "";
  return { reason: `${error.message}${cause}`, status: error.status, answer: error.body?.slice(0, 200) };
}
