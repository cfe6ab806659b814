import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordTypes } from "./contract";
import { displayRrset, displayValue } from "./display-rrset";
import { canonicalRrset, readRrset, readRrsets, readValue } from "./read-rrset";
import { recordKinds } from "./registry";

const zone = "example.com.";
const ab = (count: number) => "ab".repeat(count);

describe("values", () => {
  it.each([
    ["A", "192.0.2.10", "192.0.2.10"],
    ["AAAA", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["AAAA", "1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["AAAA", "::1", "::1"],
    ["CNAME", "App.Example.net", "app.example.net."],
    ["CNAME", "app", "app.example.com."],
    ["ALIAS", "münchen.de", "xn--mnchen-3ya.de."],
    ["NS", "ns1.example.net", "ns1.example.net."],
    ["PTR", "host.example.net", "host.example.net."],
    ["MX", "10  Mail.example.net", "10 mail.example.net."],
    ["MX", "010 mail", "10 mail.example.com."],
    ["MX", "0 .", "0 ."],
    ["TXT", "v=spf1 mx -all", '"v=spf1 mx -all"'],
    ["TXT", '"a" "b"', '"a" "b"'],
    ["TXT", "x".repeat(300), `"${"x".repeat(255)}" "${"x".repeat(45)}"`],
    ["TXT", 'say "hi" \\o/', '"say \\"hi\\" \\\\o/"'],
    ["TXT", '"\\065\\"\\\\\\001"', '"A\\"\\\\\\001"'],
    ["TXT", "ü", '"\\195\\188"'],
    ["TXT", '""', '""'],
    ["SRV", "0 5 25565 play", "0 5 25565 play.example.com."],
    ["SRV", "0 0 0 .", "0 0 0 ."],
    ["CAA", "0 ISSUE letsencrypt.org", '0 issue "letsencrypt.org"'],
    ["CAA", '128 issuewild ";"', '128 issuewild ";"'],
    ["CAA", '0 iodef "mailto:a@example.com"', '0 iodef "mailto:a@example.com"'],
    ["CAA", '0 issue "ca.example; account=1"', '0 issue "ca.example; account=1"'],
    ["TLSA", `3 1 1 ${ab(16).toUpperCase()} ${ab(16)}`, `3 1 1 ${ab(32)}`],
    ["SSHFP", `4 2 ${ab(32)}`, `4 2 ${ab(32)}`],
    ["DS", `12345 13 2 ${ab(32)}`, `12345 13 2 ${ab(32)}`],
    ["HTTPS", "1 . alpn=h3,h2", "1 . alpn=h3,h2"],
    [
      "HTTPS",
      '1 . port=8443 alpn="h2" ipv6hint=2001:DB8::1 ipv4hint=192.0.2.1,192.0.2.2',
      "1 . alpn=h2 port=8443 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1",
    ],
    ["HTTPS", "0 svc.example.net", "0 svc.example.net."],
    [
      "SVCB",
      "1 a.b mandatory=port,alpn port=1 alpn=h2 no-default-alpn ech=AEX+DQ==",
      '1 a.b. mandatory=alpn,port alpn=h2 no-default-alpn port=1 ech="AEX+DQ=="',
    ],
    ["HTTPS", "1 . ech=AAAAAB==", '1 . ech="AAAAAA=="'],
    ["SVCB", "1 a.b key667=hello", '1 a.b. key667="hello"'],
    [
      "NAPTR",
      '100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .',
      '100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .',
    ],
  ] as const)("%s %s", (type, typed, stored) => {
    expect(readValue(type, typed, zone)).toEqual({ value: stored });
    // Typing what is shown, and reading what is stored, changes nothing.
    expect(readValue(type, displayValue(type, stored), zone)).toEqual({ value: stored });
    expect(canonicalRrset({ name: zone, type, ttl: 60, values: [stored] })?.values).toEqual([stored]);
  });

  it.each([
    ["A", "192.0.2", "Write it as 192.0.2.10"],
    ["A", "192.0.2.256", "not an IPv4 address"],
    ["A", "192.0.2.01", "not an IPv4 address"],
    ["A", "2001:db8::1", "belongs into an AAAA"],
    ["A", "192.0.2.1 192.0.2.2", "one IPv4 address"],
    ["AAAA", "192.0.2.1", "belongs into an A record"],
    ["AAAA", "2001:db8", "not an IPv6 address"],
    ["AAAA", "fe80::1%eth0", "not an IPv6 address"],
    ["AAAA", "::ffff:192.0.2.1", "as an A record"],
    ["AAAA", "::2:3", "as an A record"],
    ["CNAME", "192.0.2.1", "not a name"],
    ["CNAME", "https://example.net/", "not a name"],
    ["CNAME", "*.example.net", "no target"],
    ["CNAME", ".", "Enter a name"],
    ["NS", "2001:db8::1", "not a name"],
    ["PTR", "", "one name"],
    ["MX", "mail.example.net", "10 mail.example.net"],
    ["MX", "10 192.0.2.1", "not a name"],
    ["MX", "65536 mail", "from 0 to 65535"],
    ["MX", "10 my_mail", "name of a host"],
    ["NS", "-ns.example.net", "name of a host"],
    ["SRV", "0 0 1 a-.b", "name of a host"],
    ["MX", "-1 mail", "from 0 to 65535"],
    ["MX", "10 .", '"0 ."'],
    ["SRV", "0 5 play", "priority, weight, port"],
    ["SRV", "0 5 65536 play", "from 0 to 65535"],
    ["SRV", "0 5 80 10.0.0.1", "not a name"],
    ["TXT", "  ", "Enter a text"],
    ["TXT", '"a', "not closed"],
    ["TXT", '"a" b', "outside the quotes"],
    ["TXT", '"\\300"', "not an octet"],
    ["CAA", '0 isue "a.b"', "tag"],
    ["CAA", '3 issue "a.b"', "flags 3 is unknown"],
    ["CAA", '0 issue "https://a.b"', "domain of the authority"],
    ["CAA", '0 iodef "a@b.c"', "where to report"],
    ["TLSA", `3 1 1 ${ab(20)}`, "40 digits"],
    ["TLSA", `4 1 1 ${ab(32)}`, "usage 4 is unknown"],
    ["TLSA", "3 1 0 xyz", "0 to 9 and a to f"],
    ["SSHFP", `5 2 ${ab(32)}`, "algorithm 5 is unknown"],
    ["SSHFP", `4 1 ${ab(32)}`, "64 digits"],
    ["DS", `12345 13 2 ${ab(20)}`, "40 digits"],
    ["DS", `12345 1 2 ${ab(32)}`, "algorithm 1 is unknown"],
    ["HTTPS", "1", "priority, name and parameters"],
    ["HTTPS", "1 . foo=1", "unknown"],
    ["HTTPS", "1 . key3=1", "unknown"],
    ["HTTPS", "1 . ipv4hint=auto", "not an IPv4"],
    ["HTTPS", "1 . alpn=h2 alpn=h3", "twice"],
    ["HTTPS", "1 . mandatory=port", "missing"],
    ["HTTPS", "1 . port", "needs a value"],
    ["HTTPS", "1 . no-default-alpn=1", "no value"],
    ["HTTPS", '1 . "x"', "follows the ="],
    ["HTTPS", '1 . key667="a b"', "without blanks"],
    ["HTTPS", "0 a.b port=1", "no parameters"],
    ["NAPTR", '1 1 "U" "x" "!y!z!" a.b', "not both"],
    ["NAPTR", '1 1 "U" "x" "!y!z" .', "has the form"],
    ["NAPTR", '1 1 "U" "x" "y" .', "has the form"],
  ] as const)("%s %s is refused", (type, typed, message) => {
    expect(readValue(type, typed, zone)).toMatchObject({ message: expect.stringContaining(message) });
  });

  it.each(recordTypes)("the example of %s is right", (type) => {
    expect(readValue(type, recordKinds[type].example, zone)).toHaveProperty("value");
  });

  it("reads any text without another error than its own", () => {
    const texts = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(...'0 1."\\=,ah:@*é') }));
    fc.assert(
      fc.property(fc.constantFrom(...recordTypes), texts, (type, text) => {
        const read = readValue(type, text, zone);
        if ("value" in read) expect(readValue(type, displayValue(type, read.value), zone)).toEqual(read);
      }),
      { numRuns: 5_000 },
    );
  });

  it("reads long values in linear time", () => {
    const startedAt = performance.now();
    for (const type of recordTypes) {
      for (const part of ['"', "\\", "a ", "a.", "1", '"" ', "a=", ",", "*", "é"])
        readValue(type, part.repeat(8_000), zone);
    }
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe("sets of records", () => {
  const read = (type: string, values: string[], more = {}) =>
    readRrset({ name: "www", type, ttl: 300, values, ...more }, zone, 7);

  it("are canonical", () => {
    expect(read("aaaa", ["2001:DB8::1", "2001:db8::2"]).rrset).toEqual({
      name: "www.example.com.",
      type: "AAAA",
      ttl: 300,
      values: ["2001:db8::1", "2001:db8::2"],
    });
  });

  it.each([
    ["the same value in two forms", read("AAAA", ["2001:db8::1", "2001:DB8:0::1"]), "values", 1, "twice"],
    ["a wrong value", read("A", ["192.0.2.1", "x"]), "values", 1, "not an IPv4"],
    ["no value", read("A", []), "values", 0, "at least one"],
    ["two CNAMEs", read("CNAME", ["a.b", "c.d"]), "values", 1, "one CNAME record only"],
    ["a null MX beside others", read("MX", ["10 a.b", "0 ."]), "values", 1, "receives no mail"],
    [
      "too many values",
      read(
        "A",
        Array.from({ length: 201 }, (_, i) => `192.0.2.${i}`),
      ),
      "values",
      200,
      "At most 200",
    ],
    ["a short TTL", read("A", ["192.0.2.1"], { ttl: 59 }), "ttl", undefined, "from 60 to 604800"],
    ["a TTL with a fraction", read("A", ["192.0.2.1"], { ttl: 60.5 }), "ttl", undefined, "whole number"],
    ["a wrong name", read("A", ["192.0.2.1"], { name: "a b" }), "name", undefined, "letters"],
    ["SRV without a service", read("SRV", ["0 0 1 a.b"]), "name", undefined, "_minecraft._tcp"],
    ["TLSA without a port", read("TLSA", [`3 1 1 ${ab(32)}`]), "name", undefined, "_25._tcp"],
    ["a wildcard delegation", read("NS", ["a.b"], { name: "*" }), "name", undefined, "cannot be delegated"],
  ])("refuse %s", (_what, { rrset, problems }, field, value, message) => {
    expect(rrset).toBeNull();
    expect(problems).toEqual([
      { rrset: 7, field, message: expect.stringContaining(message), ...(value === undefined ? {} : { value }) },
    ]);
  });

  it("report every problem at once", () => {
    const { problems } = read("A", ["x", "y"], { name: "..", ttl: -1 });
    expect(problems.map(({ field }) => field)).toEqual(["ttl", "name", "values", "values"]);
  });

  it("report the place in the list", () => {
    const inputs = ["192.0.2.1", "x", "192.0.2.3"].map((value) => ({
      name: value,
      type: "A",
      ttl: 60,
      values: [value],
    }));
    const { rrsets, problems } = readRrsets(inputs, zone);
    expect(rrsets.map(({ values }) => values)).toEqual([["192.0.2.1"], ["192.0.2.3"]]);
    expect(problems).toEqual([expect.objectContaining({ rrset: 1, field: "values", value: 0 })]);
  });

  it("are shown as people type them", () => {
    const stored = {
      name: "xn--mnchen-3ya.example.com.",
      type: "MX",
      ttl: 60,
      values: ["10 xn--mnchen-3ya.de."],
    } as const;
    expect(displayRrset({ ...stored, values: [...stored.values] }, zone)).toEqual({
      name: "münchen",
      type: "MX",
      ttl: 60,
      values: ["10 münchen.de."],
    });
  });

  it("of another program are compared in canonical form, and kept where we would refuse them", () => {
    expect(canonicalRrset({ name: "WWW.Example.com.", type: "CNAME", ttl: 5, values: ["A.B."] })).toEqual({
      name: "www.example.com.",
      type: "CNAME",
      ttl: 5,
      values: ["a.b."],
    });
    expect(canonicalRrset({ name: "a.", type: "CAA", ttl: 5, values: ['1 foo "x"'] })?.values).toEqual(['1 foo "x"']);
    expect(canonicalRrset({ name: "a.", type: "SOA", ttl: 5, values: [""] })).toBeNull();
  });
});
