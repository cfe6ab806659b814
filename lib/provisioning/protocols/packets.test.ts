import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodePacket, encodeString, MinecraftPacketParser, maxPacketLength, readString } from "./minecraft-packets";
import { encodeRconPacket, RconPacketParser } from "./rcon-packets";
import { encodeVarInt, readVarInt } from "./varint";

/** The bytes in pieces cut at these places. */
function pieces(bytes: Buffer, cuts: number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((to, index) => bytes.subarray(places[index], to));
}
const cuts = fc.array(fc.nat(), { maxLength: 40 });
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

describe("VarInt", () => {
  // The samples of https://minecraft.wiki/w/Java_Edition_protocol/Data_types
  test.each([
    [0, "00"],
    [127, "7f"],
    [128, "8001"],
    [25_565, "ddc701"],
    [2_147_483_647, "ffffffff07"],
    [-1, "ffffffff0f"],
    [-2_147_483_648, "8080808008"],
  ])("%i is %s", (value, hex) => {
    expect(encodeVarInt(value).toString("hex")).toBe(hex);
    expect(readVarInt(Buffer.from(hex, "hex"), 0)).toEqual({ value, next: hex.length / 2 });
  });
  test("reads what it wrote, anywhere, and asks for more when it is cut", () => {
    fc.assert(
      fc.property(int32, fc.uint8Array({ maxLength: 9 }), (value, before) => {
        const bytes = encodeVarInt(value);
        const whole = Buffer.concat([before, bytes]);
        expect(readVarInt(whole, before.length)).toEqual({ value, next: whole.length });
        for (let length = 0; length < bytes.length; length++)
          expect(readVarInt(bytes.subarray(0, length), 0)).toBeNull();
      }),
    );
  });
  test("refuses a sixth byte", () => {
    expect(() => readVarInt(Buffer.from("808080808001", "hex"), 0)).toThrow(RangeError);
  });
});

describe("Minecraft packets", () => {
  const packets = fc.array(fc.record({ id: int32, body: fc.uint8Array({ maxLength: 300 }) }), { maxLength: 8 });

  test("come out as they went in, for any chunking", () => {
    fc.assert(
      fc.property(packets, cuts, (sent, places) => {
        const parser = new MinecraftPacketParser();
        const bytes = Buffer.concat(sent.map(({ id, body }) => encodePacket(id, Buffer.from(body))));
        const found = pieces(bytes, places).flatMap((piece) => parser.push(piece));
        expect(found.map(({ id, body }) => ({ id, body: Uint8Array.from(body) }))).toEqual(sent);
      }),
    );
  });
  test("any bytes at all give packets, patience or a RangeError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), cuts, (bytes, places) => {
        const parser = new MinecraftPacketParser();
        expect(() => {
          try {
            for (const piece of pieces(Buffer.from(bytes), places)) parser.push(piece);
          } catch (error) {
            if (!(error instanceof RangeError)) throw error;
          }
        }).not.toThrow();
      }),
    );
  });
  test.each([
    ["too long", encodeVarInt(maxPacketLength + 1)],
    ["enormous", encodeVarInt(2 ** 31 - 1)],
    ["negative", encodeVarInt(-1)],
    ["empty", encodeVarInt(0)],
    ["without an end", Buffer.alloc(6, 0xff)],
    ["with half an id", Buffer.from([1, 0x80])],
  ])("a length that is %s is refused at once", (_, bytes) => {
    expect(() => new MinecraftPacketParser().push(bytes)).toThrow(RangeError);
  });
  test("strings", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(readString(encodeString(text), 0)).toBe(text);
      }),
    );
    expect(() => readString(Buffer.concat([encodeVarInt(5), Buffer.from("four")]), 0)).toThrow(RangeError);
    expect(() => readString(encodeVarInt(-1), 0)).toThrow(RangeError);
    expect(() => readString(Buffer.alloc(0), 0)).toThrow(RangeError);
  });
});

describe("RCON packets", () => {
  const packets = fc.array(
    fc.record({ id: int32, type: int32, text: fc.string({ unit: "grapheme", maxLength: 300 }) }),
    {
      maxLength: 8,
    },
  );

  test("come out as they went in, for any chunking", () => {
    fc.assert(
      fc.property(packets, cuts, (sent, places) => {
        const parser = new RconPacketParser();
        const bytes = Buffer.concat(sent.map(({ id, type, text }) => encodeRconPacket(id, type, text)));
        const found = pieces(bytes, places).flatMap((piece) => parser.push(piece));
        expect(found.map((packet) => ({ ...packet, text: packet.text.toString("utf8") }))).toEqual(sent);
      }),
    );
  });
  test("any bytes at all give packets, patience or a RangeError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), cuts, (bytes, places) => {
        const parser = new RconPacketParser();
        try {
          for (const piece of pieces(Buffer.from(bytes), places)) parser.push(piece);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
  test.each([-1, 0, 9, 12_299, 2 ** 31 - 1, -(2 ** 31)])("a length of %i is refused at once", (length) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(length);
    expect(() => new RconPacketParser().push(bytes)).toThrow(RangeError);
  });
});
