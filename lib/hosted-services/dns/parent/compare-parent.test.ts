import { describe, expect, it } from "vitest";
import { compareParent } from "./compare-parent";

const own = "12345 13 2 ABCDEF0123456789";
const wish = { isSigned: true, ds: [own, "12345 13 4 AA"], nameservers: ["ns1.example.net.", "ns2.example.net."] };

describe("the parent of a zone", () => {
  it.each([
    ["one of the records", true, ["12345 13 2 abcdef01 23456789"], "ok"],
    ["ours and one of an older key", true, [own, "1 8 2 00"], "ok"],
    ["none yet", true, [], "missing"],
    ["only others", true, ["12345 13 2 ABCDEF"], "different"],
    ["no answer", true, null, "unknown"],
    ["none for a zone without signatures", false, [], "ok"],
    ["one for a zone without signatures", false, [own], "different"],
  ])("has %s", (_, isSigned, ds, state) => {
    expect(compareParent({ ...wish, isSigned }, { ds, nameservers: null }).ds).toEqual({ state, found: ds ?? [] });
  });

  it.each([
    [["NS1.example.net"], "ok"],
    [["ns1.example.net.", "ns2.example.net."], "ok"],
    [["ns1.example.net.", "ns.elsewhere.example."], "different"],
    [[], "missing"],
    [null, "unknown"],
  ])("names %j: %s", (nameservers, state) => {
    expect(compareParent(wish, { ds: null, nameservers }).nameservers.state).toBe(state);
  });
});
