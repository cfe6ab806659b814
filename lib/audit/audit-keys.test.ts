import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hmacSha256, openAuditKeys } from "./audit-keys";
import { entryMessage } from "./chain/entry-mac";

describe("the audit log's keys", () => {
  it("make HMAC-SHA256 as node:crypto does, for every key and message", () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(bytes, fc.string({ unit: "grapheme", maxLength: 6_000 }), (key, message) => {
        const expected = createHmac("sha256", key).update(message).digest("hex");
        const work = hmacSha256(Buffer.from(key));
        expect(work(message)).toBe(expected);
        expect(work(message)).toBe(expected);
      }),
    );
    const work = hmacSha256(Buffer.alloc(32, 1));
    const long = "€".repeat(100_000);
    expect(work(long)).toBe(createHmac("sha256", Buffer.alloc(32, 1)).update(long).digest("hex"));
  });

  it("differ by use and by key, and know no key that is not there", () => {
    const ring = ["a2", "a1"].map((id) => `${id}:${randomBytes(32).toString("base64")}`).join(",");
    const keys = openAuditKeys(ring);
    expect(keys.currentId).toBe("a2");
    const macs = [keys.mac("a1", "entry", "x"), keys.mac("a2", "entry", "x"), keys.mac("a2", "seal", "x")];
    expect(new Set(macs).size).toBe(3);
    expect(keys.mac("a3", "entry", "x")).toBeNull();
  });

  it("sign a message that no other entry has", () => {
    const fields = {
      id: "a",
      atMs: 1,
      actorKind: "user",
      actorId: null,
      action: "b",
      class: "write",
      outcome: "success",
      targetKind: "c",
      targetId: null,
      requestId: null,
      personalHash: "0",
      detail: "{}",
      before: null,
      after: null,
    };
    const others = [
      { targetKind: "", targetId: "c" },
      { targetKind: "c-", targetId: null },
      { before: "{}" },
      { after: "{}" },
      { id: "a1:b" },
      { actorId: "" },
    ];
    const messages = [fields, ...others.map((other) => ({ ...fields, ...other }))].map(entryMessage);
    expect(new Set(messages).size).toBe(messages.length);
  });
});
