import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readStatus } from "./minecraft-status-fields";

const read = (document: unknown) => readStatus(JSON.stringify(document));

describe("readStatus", () => {
  test("reads what servers send", () => {
    expect(
      read({
        version: { name: "Paper 1.21.8", protocol: 772 },
        players: { max: 20, online: 3, sample: [] },
        description: { text: "§6A ", extra: [{ text: "server", extra: ["!", { text: "\nnext" }] }] },
        favicon: "data:image/png;base64,AAAA",
      }),
    ).toEqual({
      versionName: "Paper 1.21.8",
      protocol: 772,
      playersOnline: 3,
      playersMax: 20,
      motd: "A server!\nnext",
    });
  });
  test.each<[string, unknown, string]>([
    ["a plain text", "Hello §lthere", "Hello there"],
    ["a list", ["a", { text: "b" }], "ab"],
    ["a number", 5, ""],
    ["nothing", undefined, ""],
    ["control characters", "a\u0000\u001b[31mb\r", "a[31mb"],
    ["a long one", "x".repeat(5000), "x".repeat(512)],
  ])("the message as %s", (_, description, motd) => {
    expect(read({ description }).motd).toBe(motd);
  });
  test("fills in what is missing or wrong", () => {
    const nothing = { versionName: "", protocol: -1, playersOnline: 0, playersMax: 0, motd: "" };
    expect(read({})).toEqual(nothing);
    expect(read({ version: 1, players: [], description: null })).toEqual(nothing);
    expect(read({ players: { online: "3", max: 1e99 }, version: { name: {}, protocol: 1.5 } })).toEqual(nothing);
    expect(read({ players: { online: -5, max: Number.NaN } })).toEqual(nothing);
  });
  test("a hostile depth is cut, not followed", () => {
    let description: unknown = "deep";
    for (let depth = 0; depth < 2000; depth++) description = { text: "", extra: [description] };
    expect(read({ description }).motd).toBe("");
  });
  test("what is no document throws", () => {
    for (const text of ["", "[]", "null", "5", '"x"', "{", "\u0000"]) expect(() => readStatus(text)).toThrow();
  });
  test("any JSON gives fields of the promised types", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("version", "players", "description", "x"), fc.jsonValue()),
        (document) => {
          const status = read(document);
          expect(typeof status.versionName).toBe("string");
          expect(typeof status.motd).toBe("string");
          expect(Number.isSafeInteger(status.playersOnline) && Number.isSafeInteger(status.playersMax)).toBe(true);
        },
      ),
    );
  });
});
