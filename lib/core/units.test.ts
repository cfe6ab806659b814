import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAddress, formatBytes, formatDuration, gibToMb, mbToGib } from "./units";

describe("units", () => {
  it("GiB go to MiB and back", () => {
    expect([0.5, 1, 1.5, 1024].map(gibToMb)).toEqual([512, 1024, 1536, 1_048_576]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_097_152 }), (halves) => {
        expect(mbToGib(gibToMb(halves / 2))).toBe(halves / 2);
      }),
    );
  });

  it("follow the language", () => {
    expect(formatBytes(1536, "de")).toBe("1,5 KiB");
    expect(formatDuration(4249, "es")).toBe("4,2 s");
    expect(formatDuration(185_000, "ar-u-nu-latn")).toBe("\u20683 min 5 s\u2069");
  });

  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1 KiB"],
    [1536, "1.5 KiB"],
    [102_400, "100 KiB"],
    [1_610_612_736, "1.5 GiB"],
    [2 ** 50, "1024 TiB"],
  ])("%i bytes are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [0, "0 ms"],
    [339.6, "340 ms"],
    [999.4, "999 ms"],
    [1000, "1 s"],
    [4249, "4.2 s"],
    [59_900, "59.9 s"],
    [60_000, "1 min 0 s"],
    [185_000, "3 min 5 s"],
    [999.6, "1 s"],
    [59_960, "1 min 0 s"],
    [119_600, "2 min 0 s"],
  ])("%d ms are %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

it.each([
  ["192.0.2.1", "192.0.2.1:25565"],
  ["play.example.net", "play.example.net:25565"],
  ["2001:db8::1", "[2001:db8::1]:25565"],
  ["[2001:db8::1]", "[2001:db8::1]:25565"],
])("an address with its port: %s", (host, expected) => {
  expect(formatAddress(host, 25_565)).toBe(expected);
});
