import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostNames, isInside, lineOf, networkOf } from "./networks";

describe("whether an address is inside", () => {
  it.each([
    ["10.1.2.3", true],
    ["172.16.0.1", true],
    ["172.32.0.1", false],
    ["192.168.7.7", true],
    ["127.0.0.1", true],
    ["100.64.0.1", true],
    ["100.128.0.1", false],
    ["203.0.113.5", false],
    ["::1", true],
    ["fd00:1:2:3::9", true],
    ["fe80::1", true],
    ["2001:db8::1", false],
  ])("%s: %s", (address, expected) => expect(isInside(networkOf(address) ?? "")).toBe(expected));
});

describe("what one customer line is counted by", () => {
  it.each([
    ["203.0.113.5", "203.0.113.5"],
    // As a socket of both families reports it.
    ["::ffff:203.0.113.5", "203.0.113.5"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["somewhere", "unknown"],
    [null, "unknown"],
  ])("%s: %s", (address, expected) => expect(lineOf(address)).toBe(expected));
});

describe("the network of an address", () => {
  it.each([
    ["203.0.113.5", "203.0.113.0/24"],
    ["203.0.113.255", "203.0.113.0/24"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
    ["localhost", null],
    ["203.0.113", null],
    ["", null],
    [null, null],
  ])("%s: %s", (address, expected) => expect(networkOf(address)).toBe(expected));

  it("is the same for all of a /24 and never throws", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 255 }), (address, last) => {
        expect(networkOf(address.replace(/\d+$/, String(last)))).toBe(networkOf(address));
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void networkOf(text)));
  });
});

it.each([
  [undefined, []],
  ["", []],
  [" , ", []],
  ["Panel.Example.NET", ["panel.example.net"]],
  ["panel.example.net, www.example.net", ["panel.example.net", "www.example.net"]],
])("%j gives %j", (text, names) => {
  expect(hostNames.parse(text)).toEqual(names);
});

it.each([
  "*.example.net",
  "localhost",
  "192.0.2.1",
  "panel.example.net:443",
  "https://panel.example.net",
  "a_b.example.net",
  "-a.example.net",
])("%s is refused", (text) => {
  expect(hostNames.safeParse(text).error?.issues[0]?.message).toContain("Use names, comma-separated");
});
