/**
 * Source RCON framing: little-endian length, id, type, text, two zero bytes. Pure; takes any chunking.
 * https://developer.valvesoftware.com/wiki/Source_RCON_Protocol
 */
export type RconPacket = { id: number; type: number; text: Buffer };

export const rconTypes = { response: 0, command: 2, authResponse: 2, auth: 3 } as const;

/** Id, type and the two zero bytes. */
const overhead = 10;
/** Minecraft cuts replies after 4096 characters, each of up to three bytes. */
const maxLength = 4096 * 3 + overhead;

export function encodeRconPacket(id: number, type: number, text: string): Buffer {
  const body = Buffer.from(text, "utf8");
  const packet = Buffer.alloc(4 + overhead + body.length);
  packet.writeInt32LE(overhead + body.length, 0);
  packet.writeInt32LE(id, 4);
  packet.writeInt32LE(type, 8);
  body.copy(packet, 12);
  return packet;
}

/** Throws a RangeError as soon as a length is impossible: nothing large is ever buffered. */
export class RconPacketParser {
  #pending: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): RconPacket[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const packets: RconPacket[] = [];
    while (this.#pending.length >= 4) {
      const length = this.#pending.readInt32LE(0);
      if (length < overhead || length > maxLength) throw new RangeError("packet length out of range");
      if (this.#pending.length < length + 4) break;
      packets.push({
        id: this.#pending.readInt32LE(4),
        type: this.#pending.readInt32LE(8),
        text: this.#pending.subarray(12, length + 2),
      });
      this.#pending = this.#pending.subarray(length + 4);
    }
    return packets;
  }
}
