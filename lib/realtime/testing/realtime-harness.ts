import { createHash } from "node:crypto";
import Pusher from "pusher";
import PusherClient, { type Options } from "pusher-js";
import { WebSocket } from "ws";
import { sleep } from "@/lib/core/clock";
import { createRealtimeServer, type RealtimeServerOptions } from "../embedded/server";
import { requestText, sign } from "../embedded/signature";

/** A server on a free port with the official libraries pointed at it, for tests. */
export const testApp = { id: "1", key: "test-key", secret: "test-secret" };
const masterKey = Buffer.alloc(32, 7).toString("base64");

export type Frame = { event: string; channel?: string; data?: unknown; user_id?: string };

/** A bare socket that remembers what it was sent. */
export class RawClient {
  readonly frames: Frame[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly socket: WebSocket;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on("message", (data) => this.frames.push(JSON.parse(data.toString())));
    this.socket.on("error", () => {});
    this.closed = new Promise((resolve) => {
      this.socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  send(frame: Frame): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** The first frame with the event name (and channel), removed from what was received. Fails after two seconds. */
  async next(event: string, channel?: string): Promise<Frame> {
    const matches = (frame: Frame) => frame.event === event && (channel === undefined || frame.channel === channel);
    await eventually(
      () => this.frames.some(matches),
      () => `no ${event}, but ${JSON.stringify(this.frames)}`,
    );
    const [frame] = this.frames.splice(this.frames.findIndex(matches), 1);
    if (!frame) throw new Error("unreachable");
    return frame;
  }

  async socketId(): Promise<string> {
    const { data } = await this.next("pusher:connection_established");
    return String(JSON.parse(String(data)).socket_id);
  }
}

export async function eventually(
  check: () => boolean,
  explain: () => string = () => "never became true",
  withinMs = 2000,
) {
  const deadline = Date.now() + withinMs;
  while (!check()) {
    if (Date.now() > deadline) throw new Error(explain());
    await sleep(5);
  }
}

export type SignedCall = { method: string; path: string; body?: string | Buffer; query?: Record<string, string> };

export async function startHarness(options: Partial<RealtimeServerOptions> = {}, onPort = 0) {
  const app = options.app ?? testApp;
  const server = createRealtimeServer({ ...options, app });
  const { port } = await server.listen({ host: "127.0.0.1", port: onPort });
  const http = `http://127.0.0.1:${port}`;
  const pusher = new Pusher({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host: "127.0.0.1",
    port: String(port),
    encryptionMasterKeyBase64: masterKey,
  });
  const clients: PusherClient[] = [];
  const raws: RawClient[] = [];
  return {
    server,
    port,
    http,
    pusher,
    raw(path = `/app/${testApp.key}?protocol=7`, headers: Record<string, string> = {}): RawClient {
      const client = new RawClient(`ws://127.0.0.1:${port}${path}`, headers);
      raws.push(client);
      return client;
    },
    /** pusher-js, unmodified; `userId` is who the authorisation endpoint takes it for. */
    client(userId = "u1", extra: Partial<Options> = {}): PusherClient {
      const client = new PusherClient(testApp.key, { ...clientOptions(port, pusher, userId), ...extra });
      clients.push(client);
      return client;
    },
    /** A signed call of the HTTP API, any part of which may then be tampered with. */
    call: (call: SignedCall, tamper: Record<string, string | null> = {}) => signedCall(http, call, tamper),
    async close(drainWindowMs = 0) {
      for (const client of clients) client.disconnect();
      for (const raw of raws) raw.socket.terminate();
      await server.close({ drainWindowMs });
    },
  };
}
export type Harness = Awaited<ReturnType<typeof startHarness>>;

function clientOptions(port: number, pusher: Pusher, userId: string): Options {
  return {
    cluster: "",
    wsHost: "127.0.0.1",
    wsPort: port,
    forceTLS: false,
    enabledTransports: ["ws"],
    enableStats: false,
    channelAuthorization: {
      endpoint: "",
      transport: "ajax",
      customHandler: ({ socketId, channelName }, callback) => {
        const member = { user_id: userId, user_info: { name: `name of ${userId}` } };
        const data = channelName.startsWith("presence-") ? member : undefined;
        callback(null, pusher.authorizeChannel(socketId, channelName, data));
      },
    },
    userAuthentication: {
      endpoint: "",
      transport: "ajax",
      customHandler: ({ socketId }, callback) => callback(null, pusher.authenticateUser(socketId, { id: userId })),
    },
  };
}

/** `tamper` replaces query parameters after signing (null removes them). */
async function signedCall(
  http: string,
  { method, path, body, query = {} }: SignedCall,
  tamper: Record<string, string | null>,
) {
  const raw = Buffer.from(body ?? "");
  const signed = new Map<string, string>([
    ["auth_key", testApp.key],
    ["auth_timestamp", String(Math.floor(Date.now() / 1000))],
    ["auth_version", "1.0"],
    ...Object.entries(query),
  ]);
  if (body !== undefined && !signed.has("body_md5"))
    signed.set("body_md5", createHash("md5").update(raw).digest("hex"));
  signed.set("auth_signature", sign(testApp.secret, requestText(method, path, signed)));
  for (const [key, value] of Object.entries(tamper)) {
    if (value === null) signed.delete(key);
    else signed.set(key, value);
  }
  const url = `${http}${path}?${new URLSearchParams([...signed])}`;
  const response = await fetch(url, { method, body: body === undefined ? undefined : raw });
  return { status: response.status, text: await response.text() };
}

/** Resolves with the data of the next event of that name. */
export function nextEvent(source: { bind(event: string, handler: (data: unknown) => void): unknown }, event: string) {
  return new Promise<unknown>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} within 2 s`)), 2000);
    source.bind(event, (data) => {
      clearTimeout(timer);
      resolve(data);
    });
  });
}

/** Subscribes a bare socket, with whatever signature the channel needs; returns its socket id. */
export async function join(harness: Harness, client: RawClient, channel: string, userId?: string): Promise<string> {
  const socketId = await client.socketId();
  const data = userId === undefined ? undefined : { user_id: userId };
  client.send({
    event: "pusher:subscribe",
    data: { channel, ...harness.pusher.authorizeChannel(socketId, channel, data) },
  });
  await client.next("pusher_internal:subscription_succeeded", channel);
  return socketId;
}
