import { domainToUnicode } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidRecord } from "./invalid-record";
import { absoluteName, displayName, displayOwner, typedOwner, typedTarget } from "./names";
import { decodePunycode } from "./punycode";

const zone = "example.com.";

describe("the owner of a record", () => {
  it.each([
    ["@", "example.com."],
    ["www", "www.example.com."],
    [" WWW ", "www.example.com."],
    ["www.example.com", "www.example.com."],
    ["www.example.com.", "www.example.com."],
    ["example.com", "example.com."],
    ["a.b", "a.b.example.com."],
    ["example.org", "example.org.example.com."],
    ["*", "*.example.com."],
    ["*.dev", "*.dev.example.com."],
    ["_dmarc", "_dmarc.example.com."],
    ["München", "xn--mnchen-3ya.example.com."],
    ["_dmarc.münchen", "_dmarc.xn--mnchen-3ya.example.com."],
    ["日本。www", "xn--wgv71a.www.example.com."],
    ["www‑eu", "www-eu.example.com."],
    ["10", "10.example.com."],
  ])("%s is %s", (typed, name) => {
    expect(typedOwner(typed, zone)).toBe(name);
  });

  it.each([
    ["", "@ is the zone itself"],
    ["www.example.org.", "not in the zone"],
    ["notexample.com.", "not in the zone"],
    ["a..b", "two dots"],
    [".a", "two dots"],
    ["a b", "letters, digits"],
    ["a/b", "letters, digits"],
    ["a\\.b", "letters, digits"],
    ["dev.*", "first part alone"],
    ["a*", "first part alone"],
    ["**", "first part alone"],
    ["a".repeat(64), "At most 63"],
    ["ü".repeat(60), "At most 63"],
    [Array(5).fill("a".repeat(60)).join("."), "At most 253"],
  ])("%s is refused", (typed, message) => {
    expect(() => typedOwner(typed, zone)).toThrow(message);
    expect(() => typedOwner(typed, zone)).toThrow(InvalidRecord);
  });

  it("may have 253 characters", () => {
    const long = ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(49)].join(".");
    expect(typedOwner(long, zone)).toHaveLength(254);
    expect(() => typedOwner(`${long}e`, zone)).toThrow("At most 253");
  });

  it("is shown without the zone, in Unicode", () => {
    expect(displayOwner(zone, zone)).toBe("@");
    expect(displayOwner("_dmarc.xn--mnchen-3ya.example.com.", zone)).toBe("_dmarc.münchen");
    expect(typedOwner(displayOwner("*.a.example.com.", zone), zone)).toBe("*.a.example.com.");
  });
});

it.each([
  ["mail", "mail.example.com."],
  ["@", "example.com."],
  ["mail.example.net", "mail.example.net."],
  ["Mail.Example.net.", "mail.example.net."],
  ["münchen.de", "xn--mnchen-3ya.de."],
])("the target %s is %s", (typed, name) => {
  expect(typedTarget(typed, zone)).toBe(name);
});

it("a label that does not encode back to itself is shown as it is stored", () => {
  expect(displayName("xn--mnchen-3ya.de.")).toBe("münchen.de.");
  // Decodes to mÜnchen, which encodes to the label above.
  expect(displayName("xn--mnchen-psa.de.")).toBe("xn--mnchen-psa.de.");
  expect(displayName("xn--a.de.")).toBe("xn--a.de.");
  expect(displayName("xn--99zzzzzz.de.")).toBe("xn--99zzzzzz.de.");
});

it("decodes what Node encodes", () => {
  const letters = fc.string({ unit: fc.constantFrom(..."abzß日本語кириллицаéüø9-"), minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(letters, (text) => {
      const url = `http://${text}.example/`;
      fc.pre(URL.canParse(url));
      const encoded = new URL(url).hostname;
      fc.pre(encoded.startsWith("xn--"));
      const decoded = decodePunycode(encoded.slice(4, -".example".length));
      expect(`${decoded}.example`).toBe(domainToUnicode(encoded));
    }),
  );
});

it("takes any text without another error than its own", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      decodePunycode(text.toLowerCase());
      try {
        const name = typedOwner(text, zone);
        expect(absoluteName(displayName(name))).toBe(name);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidRecord);
      }
    }),
    { numRuns: 2_000 },
  );
});
