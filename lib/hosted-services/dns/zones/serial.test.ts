import { expect, it } from "vitest";
import { nextSerial, soaOf } from "./serial";

const noon = new Date("2026-11-27T12:00:00Z");

it.each([
  ["a new zone", null, 2026112700],
  ["an old serial", 2026112699, 2026112700],
  ["the first change of today", 2026112700, 2026112701],
  ["more than a hundred changes a day", 2026112799, 2026112800],
  ["a serial from the future", 2026120100, 2026120101],
])("after %s", (_, previous, next) => {
  expect(nextSerial(previous, noon)).toBe(next);
});

it("fits the column of the database through the year 2147", () => {
  expect(nextSerial(null, new Date("2147-12-31T23:00:00Z"))).toBeLessThan(2 ** 31);
});

it("stands in the SOA record with the first name server", () => {
  const soa = soaOf("example.com.", { serial: 7, nameservers: ["ns1.example.net.", "ns2.example.net."] });
  expect(soa.value).toBe("ns1.example.net. hostmaster.example.com. 7 10800 3600 1209600 3600");
});
