import { expect, it } from "vitest";
import { readZoneName } from "./zone-name";

it.each([
  ["example.com", "example.com."],
  ["Example.COM.", "example.com."],
  ["münchen.de", "xn--mnchen-3ya.de."],
  ["shop.example.co.uk", "shop.example.co.uk."],
  ["example.lan", "example.lan."],
  ["2.0.192.in-addr.arpa", "2.0.192.in-addr.arpa."],
  ["someone.github.io", "someone.github.io."],
])("%s is the zone %s", (typed, name) => {
  expect(readZoneName(typed)).toEqual({ value: name });
});

it.each([
  [".", "Enter a name"],
  ["", "Enter a name"],
  ["org.", "top-level domain"],
  ["localhost", "top-level domain"],
  ["co.uk", "Everybody can register"],
  ["公司.cn", "Everybody can register"],
  ["in-addr.arpa", "Everybody can register"],
  ["*.example.com", "no wildcard"],
  ["exa mple.com", "letters, digits"],
])("%s is refused", (typed, message) => {
  expect(readZoneName(typed)).toEqual({ message: expect.stringContaining(message) });
});
