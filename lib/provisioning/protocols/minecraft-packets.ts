import { encodeVarInt, readVarInt } from "./varint";

/** Framing of the Minecraft protocol before compression: VarInt length, VarInt id, fields. Pure; takes any chunking. */
export type MinecraftPacket = { id: number; body: Buffer };

/** A status answer has at most 32 767 characters of up to three bytes; the rest is for the frame. */
export const maxPacketLength = 32_767 * 3 + 16;

export function encodePacket(id: number, ...fields: Buffer[]): Buffer {
  const body = Buffer.concat([encodeVarInt(id), ...fields]);
  return Buffer.concat([encodeVarInt(body.length), body]);
}

export function encodeString(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([encodeVarInt(bytes.length), bytes]);
}

/** Throws a RangeError for what is not a string of the announced length. */
export function readString(buffer: Buffer, offset: number): string {
  const length = readVarInt(buffer, offset);
  if (!length || length.value < 0 || length.next + length.value > buffer.length)
    throw new RangeError("truncated string");
  return buffer.toString("utf8", length.next, length.next + length.value);
}

/** Throws a RangeError as soon as a length is negative, zero or above the cap: nothing large is ever buffered. */
export class MinecraftPacketParser {
  #pending: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): MinecraftPacket[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const packets: MinecraftPacket[] = [];
    while (true) {
      const length = readVarInt(this.#pending, 0);
      if (!length) return packets;
      if (length.value < 1 || length.value > maxPacketLength) throw new RangeError("packet length out of range");
      const end = length.next + length.value;
      if (this.#pending.length < end) return packets;
      const frame = this.#pending.subarray(length.next, end);
      const id = readVarInt(frame, 0);
      if (!id) throw new RangeError("packet without an id");
      packets.push({ id: id.value, body: frame.subarray(id.next) });
      this.#pending = this.#pending.subarray(end);
    }
  }
}
