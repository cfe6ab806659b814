import { describe, expect, it } from "vitest";
import { auditQuery } from "@/lib/audit/contract";
import { listQuery } from "@/lib/core/lists";
import { readId, readSearch } from "./page-input";

const cursor = "aud_01ktest0000000000000000000";

describe("readSearch", () => {
  it.each([
    ["nothing", {}, {}, []],
    ["a valid value", { q: "rock" }, { q: "rock" }, []],
    ["a NUL", { q: "a\0b" }, {}, ["q"]],
    ["a name twice", { q: ["a", "b"] }, {}, ["q"]],
    ["a value out of range beside a valid one", { limit: "1000", q: "rock" }, { q: "rock" }, ["limit"]],
    ["a name that the page does not know", { utm_source: "mail" }, {}, []],
    ["an empty value", { q: "" }, {}, []],
  ])("%s", async (_what, search, query, ignored) => {
    expect(await readSearch(listQuery, Promise.resolve(search))).toEqual({ query: { limit: 40, ...query }, ignored });
  });

  it.each(["xx", "2026-02-31", "0000-01-01", "0001-01-01", "9999999-01-01"])(
    "ignores the time %s in the audit log",
    async (from) => {
      expect((await readSearch(auditQuery, Promise.resolve({ from, cursor }))).ignored).toEqual(["from"]);
    },
  );
});

it.each(["srv_1", "..", "%00", "srv_01KTEST0000000000000000000", "a".repeat(5_000)])(
  "readId leads %s to the 404 page",
  async (id) => {
    await expect(readId(Promise.resolve({ id }))).rejects.toThrow("NEXT_HTTP_ERROR_FALLBACK;404");
  },
);
