import { connect, type Socket } from "node:net";
import { isAppError } from "@/lib/core/errors";
import { withTimeout } from "@/lib/core/retry";
import { provisioningErrors } from "../errors";
import {
  encodePacket,
  encodeString,
  type MinecraftPacket,
  MinecraftPacketParser,
  readString,
} from "./minecraft-packets";
import { readStatus, type StatusFields } from "./minecraft-status-fields";
import { encodeVarInt } from "./varint";

/**
 * Server List Ping, as a game client asks a server in its list (1.7 and newer); shows whether players can join a
 * server.
 * https://minecraft.wiki/w/Java_Edition_protocol/Server_List_Ping
 */
export type MinecraftStatus = StatusFields & {
  /** Time between ping and pong; of the status request for servers that do not answer pings. */
  latencyMs: number;
};

export type PingOptions = {
  host: string;
  port: number;
  timeoutMs?: number;
  signal?: AbortSignal;
};

const defaultTimeoutMs = 5000;
/** "Which version should I use?": the server answers with its own. */
const anyProtocol = -1;
const statusState = 1;
const ids = { handshake: 0, status: 0, ping: 1 };

/** Throws `game_unreachable` when nothing answers in time or the answer is not a status. */
export async function pingMinecraft(options: PingOptions): Promise<MinecraftStatus> {
  const { host, port, timeoutMs = defaultTimeoutMs, signal } = options;
  const unreachable = (cause?: unknown) => provisioningErrors.game_unreachable({ cause });
  try {
    return await withTimeout(timeoutMs, (bound) => exchange(host, port, bound), unreachable, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw isAppError(error) ? error : unreachable(error);
  }
}

function exchange(host: string, port: number, signal: AbortSignal): Promise<MinecraftStatus> {
  const socket = connect({ host, port, noDelay: true });
  return new Promise<MinecraftStatus>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    socket.on("error", reject);
    converse(socket, host, port).then(resolve, reject);
  }).finally(() => socket.destroy());
}

async function converse(socket: Socket, host: string, port: number): Promise<MinecraftStatus> {
  const next = packetReader(socket);
  const portField = Buffer.alloc(2);
  portField.writeUInt16BE(port);
  const handshake = [encodeVarInt(anyProtocol), encodeString(host), portField, encodeVarInt(statusState)];
  const askedAt = performance.now();
  socket.write(Buffer.concat([encodePacket(ids.handshake, ...handshake), encodePacket(ids.status)]));
  const answer = await next();
  if (!answer || answer.id !== ids.status) throw new RangeError("not a status answer");
  const statusMs = performance.now() - askedAt;
  const status = readStatus(readString(answer.body, 0));
  return { ...status, latencyMs: Math.round(((await ping(socket, next)) ?? statusMs) * 100) / 100 };
}

/** Null for a server that closes the connection instead of answering. */
async function ping(socket: Socket, next: () => Promise<MinecraftPacket | null>): Promise<number | null> {
  const payload = Buffer.alloc(8);
  payload.writeDoubleBE(performance.now());
  const sentAt = performance.now();
  socket.write(encodePacket(ids.ping, payload));
  const pong = await next().catch(() => null);
  return pong?.id === ids.ping && pong.body.equals(payload) ? performance.now() - sentAt : null;
}

/** One packet a call; null when the other side has closed. */
function packetReader(socket: Socket): () => Promise<MinecraftPacket | null> {
  const parser = new MinecraftPacketParser();
  const chunks: AsyncIterator<Buffer> = socket[Symbol.asyncIterator]();
  const ready: MinecraftPacket[] = [];
  return async () => {
    while (ready.length === 0) {
      const { value, done } = await chunks.next();
      if (done) return null;
      ready.push(...parser.push(value));
    }
    return ready.shift() ?? null;
  };
}
