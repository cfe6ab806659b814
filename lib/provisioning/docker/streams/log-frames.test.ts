import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LogDecoder, maxLineLength, sinceCursor, sinceDate } from "./log-frames";

const at = "2026-11-21T02:31:35.595154157Z";

function frame(text: string, stream = 1): Buffer {
  const body = Buffer.from(text, "utf8");
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

function decode(bytes: Buffer, cuts: number[] = []) {
  const decoder = new LogDecoder();
  const positions = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const lines = positions.slice(1).flatMap((to, index) => decoder.push(bytes.subarray(positions[index], to)));
  return [...lines, ...decoder.end()];
}

describe("LogDecoder", () => {
  test("gives the same lines for any chunking", () => {
    const line = fc.record({ text: fc.string({ unit: "grapheme" }), stream: fc.constantFrom(1, 2) });
    const clean = (text: string) => text.replace(/[\r\n]/g, "");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 30 }), (written, cuts) => {
        const bytes = Buffer.concat(written.map(({ text, stream }) => frame(`${at} ${clean(text)}\n`, stream)));
        const lines = decode(bytes, cuts);
        expect(lines.map((found) => found.text)).toEqual(written.map(({ text }) => clean(text)));
        expect(lines.map((found) => found.stream)).toEqual(
          written.map(({ stream }) => (stream === 2 ? "stderr" : "stdout")),
        );
      }),
    );
  });

  test("joins the parts of a line per output, with the time of its end", () => {
    const later = at.replace("35.", "36.");
    const parts = [
      frame(`${at} out-1`),
      frame(`${at} err-1`, 2),
      frame(`${later} out-2\n`),
      frame(`${later} err-2\r\n`, 2),
    ];
    expect(decode(Buffer.concat(parts))).toEqual([
      { at: new Date(later), stream: "stdout", text: "out-1out-2", cursor: later },
      { at: new Date(later), stream: "stderr", text: "err-1err-2", cursor: later },
    ]);
  });

  test("cuts a line that never ends, and keeps nothing of the rest", () => {
    const part = frame(`${at} ${"x".repeat(16_000)}`);
    const lines = decode(Buffer.concat([...Array.from({ length: 50 }, () => part), frame(`${at} end\n`)]));
    expect(lines.map((line) => line.text)).toEqual([`${"x".repeat(maxLineLength)}…`]);
  });

  test("refuses an absurd length before it buffers", () => {
    const header = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    expect(() => new LogDecoder().push(header)).toThrow("Unreadable log stream");
  });
});

describe("since", () => {
  test.each([
    ["2026-11-21T02:31:35.595154157Z", "1795228295.595154157"],
    ["2026-11-21T02:31:35Z", "1795228295.000000000"],
    ["2026-11-21T02:31:35.5Z", "1795228295.500000000"],
    ["2026-11-21T02:31:35.500000000Z", "1795228295.500000000"],
    ["yesterday", null],
    ["", null],
  ])("from the cursor %s on is %s", (cursor, expected) => {
    expect(sinceCursor(cursor)).toBe(expected);
  });
  test("a date is exact to the millisecond", () => {
    expect(sinceDate(new Date("2026-11-21T02:31:35.007Z"))).toBe("1795228295.007000000");
    expect(sinceDate(new Date(0))).toBe("0.000000000");
  });
});
