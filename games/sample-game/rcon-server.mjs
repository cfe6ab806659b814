// @ts-check
import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:net";

/**
 * Source RCON as Minecraft speaks it: little-endian length, id, type, text, two zero bytes; replies are cut after 4096
 * characters. https://developer.valvesoftware.com/wiki/Source_RCON_Protocol
 */
const types = { response: 0, command: 2, authResponse: 2, auth: 3 };
const maxPacketLength = 4110;
const replyLength = 4096;
const idleMs = 300_000;

/** @param {number} id @param {number} type @param {string} text */
function encode(id, type, text) {
  const body = Buffer.from(text, "utf8");
  const packet = Buffer.alloc(14 + body.length);
  packet.writeInt32LE(10 + body.length, 0);
  packet.writeInt32LE(id, 4);
  packet.writeInt32LE(type, 8);
  body.copy(packet, 12);
  return packet;
}

/** @param {string} a @param {string} b */
function equal(a, b) {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}

/** @param {{ password: string, run: (line: string) => string }} options */
export function createRconServer(options) {
  return createServer((socket) => {
    let pending = Buffer.alloc(0);
    let authenticated = false;
    socket.setNoDelay(true);
    socket.setTimeout(idleMs, () => socket.destroy());
    socket.on("error", () => socket.destroy());

    /** @param {number} id @param {number} type @param {string} text */
    const handle = (id, type, text) => {
      if (type === types.auth) {
        authenticated = equal(text, options.password);
        socket.write(encode(authenticated ? id : -1, types.authResponse, ""));
      } else if (!authenticated) {
        socket.end(encode(-1, types.authResponse, ""));
      } else if (type === types.command) {
        for (const part of split(options.run(text))) socket.write(encode(id, types.response, part));
      } else {
        socket.write(encode(id, types.response, `Unknown request ${type.toString(16)}`));
      }
    };

    socket.on("data", (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 4) {
        const length = pending.readInt32LE(0);
        if (length < 10 || length > maxPacketLength) return socket.destroy();
        if (pending.length < length + 4) return;
        const text = pending.toString("utf8", 12, length + 2);
        handle(pending.readInt32LE(4), pending.readInt32LE(8), text);
        pending = pending.subarray(length + 4);
      }
    });
  });
}

/** @param {string} text */
function split(text) {
  const parts = [];
  for (let at = 0; at === 0 || at < text.length; at += replyLength) parts.push(text.slice(at, at + replyLength));
  return parts;
}
