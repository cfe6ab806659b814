// @ts-check
import { createServer } from "node:net";
import { packet, readVarInt, string } from "./packets.mjs";

/**
 * The game port: answers the server list ping (handshake, status, ping) and turns players away politely.
 * https://minecraft.wiki/w/Java_Edition_protocol/Server_List_Ping
 */
const maxPacketLength = 4096;
const idleMs = 10_000;
const states = { status: 1, login: 2, transfer: 3 };

/** @typedef {{ status: (protocol: number) => object, refusal: string, onJoinAttempt: (address: string) => void }} StatusOptions */

/** @param {StatusOptions} options */
export function createStatusServer(options) {
  return createServer((socket) => {
    const session = { state: 0, protocol: 0, pending: Buffer.alloc(0) };
    socket.setNoDelay(true);
    socket.setTimeout(idleMs, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      session.pending = Buffer.concat([session.pending, chunk]);
      try {
        while (readPacket(socket, session, options));
      } catch {
        socket.destroy();
      }
    });
  });
}

/**
 * Handles one packet; false when there is no whole one.
 * @param {import("node:net").Socket} socket
 * @param {{ state: number, protocol: number, pending: Buffer }} session
 * @param {StatusOptions} options
 */
function readPacket(socket, session, options) {
  const length = readVarInt(session.pending, 0);
  if (!length) return false;
  if (length.value < 1 || length.value > maxPacketLength) throw new Error("packet length");
  const end = length.next + length.value;
  if (session.pending.length < end) return false;
  const body = session.pending.subarray(length.next, end);
  session.pending = session.pending.subarray(end);
  const id = readVarInt(body, 0);
  if (!id) throw new Error("packet without id");
  if (session.state === 0) {
    Object.assign(session, readHandshake(body, id.next));
  } else if (session.state === states.status && id.value === 0) {
    socket.write(packet(0, string(JSON.stringify(options.status(session.protocol)))));
  } else if (session.state === states.status && id.value === 1) {
    socket.end(packet(1, body.subarray(id.next)));
  } else {
    options.onJoinAttempt(socket.remoteAddress ?? "unknown");
    socket.end(packet(0, string(JSON.stringify({ text: options.refusal }))));
  }
  return true;
}

/** Protocol version, host name, port, next state. @param {Buffer} body @param {number} offset */
function readHandshake(body, offset) {
  const protocol = readVarInt(body, offset);
  const host = protocol && readVarInt(body, protocol.next);
  const state = host && readVarInt(body, host.next + host.value + 2);
  if (!state || state.value < states.status || state.value > states.transfer) throw new Error("handshake");
  return { protocol: protocol.value, state: state.value };
}
