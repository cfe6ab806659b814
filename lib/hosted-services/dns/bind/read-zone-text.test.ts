import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readZoneText } from "./read-zone-text";

const zone = "example.com.";
const apexNs = "@ 300 IN NS ns1.example.net.\n";
const read = (text: string) => readZoneText(text, zone);
/** What a text has beside the name server of the apex. */
const recordsOf = (text: string) => {
  const { rrsets, problems } = read(text + apexNs);
  expect(problems).toEqual([]);
  const rest = rrsets.filter(({ name, type }) => !(name === zone && type === "NS"));
  return rest.map(({ name, ttl, type, values }) => `${name} ${ttl} ${type} ${values.join(" | ")}`);
};

it("reads a zone as it is written for BIND", () => {
  const text = `; the zone of an example
$ORIGIN example.com.
$TTL 1h
@       IN SOA ns1.example.net. hostmaster.example.com. (
                2026112701 ; serial
                3h 15m 1w 1h )
        IN NS  ns1.example.net.
        IN NS  ns2.example.net.
        3600 IN A 192.0.2.1
www     300 A  192.0.2.2
        300 A 192.0.2.3
IN 60 TXT "a ; b" "c (d)"   ; a name that is called as the class
@       MX     10 mail
$ORIGIN mail.example.com.
@       IN 60  AAAA 2001:DB8::1
_imap._tcp 60 SRV 0 0 993 @
key._domainkey.example.com. TXT ( "v=DKIM1; "
   "p=abc" )
`;
  const { rrsets, problems } = read(text);
  expect(problems).toEqual([]);
  expect(rrsets.map(({ name, ttl, type, values }) => `${name} ${ttl} ${type} ${values.join(" | ")}`)).toEqual([
    "example.com. 3600 NS ns1.example.net. | ns2.example.net.",
    "example.com. 3600 A 192.0.2.1",
    "www.example.com. 300 A 192.0.2.2 | 192.0.2.3",
    'in.example.com. 60 TXT "a ; b" "c (d)"',
    "example.com. 3600 MX 10 mail.example.com.",
    "mail.example.com. 60 AAAA 2001:db8::1",
    "_imap._tcp.mail.example.com. 60 SRV 0 0 993 mail.example.com.",
    'key._domainkey.example.com. 3600 TXT "v=DKIM1; " "p=abc"',
  ]);
});

describe("reads", () => {
  it.each([
    ["a byte order mark", "\ufeffa 60 A 192.0.2.1\n", ["a.example.com. 60 A 192.0.2.1"]],
    ["lines of Windows", "$TTL 60\r\na A 192.0.2.1\r\n", ["a.example.com. 60 A 192.0.2.1"]],
    [
      "class and TTL in either order",
      "a IN 60 A 192.0.2.1\nb 60 IN A 192.0.2.1\n",
      ["a.example.com. 60 A 192.0.2.1", "b.example.com. 60 A 192.0.2.1"],
    ],
    ["lower case", "A 60 in a 192.0.2.1\n", ["a.example.com. 60 A 192.0.2.1"]],
    [
      "the TTL of the record before",
      "a 60 A 192.0.2.1\nb A 192.0.2.1\n",
      ["a.example.com. 60 A 192.0.2.1", "b.example.com. 60 A 192.0.2.1"],
    ],
    ["the minimum of the SOA", "@ SOA a. b. 1 2 3 4 900\na A 192.0.2.1\n", ["a.example.com. 900 A 192.0.2.1"]],
    ["units of time", "a 1h30m A 192.0.2.1\n", ["a.example.com. 5400 A 192.0.2.1"]],
    ["text without quotes", "a 60 TXT abc def\\;x\n", ['a.example.com. 60 TXT "abc" "def;x"']],
    ["escaped quotes", 'a 60 TXT "say \\"hi\\" \\\\"\n', ['a.example.com. 60 TXT "say \\"hi\\" \\\\"']],
    ["a value behind =", 'a 60 HTTPS 1 . alpn="h3,h2"\n', ["a.example.com. 60 HTTPS 1 . alpn=h3,h2"]],
    ["names that people type", "münchen 60 A 192.0.2.1\n", ["xn--mnchen-3ya.example.com. 60 A 192.0.2.1"]],
    [
      "a relative origin",
      "$ORIGIN b\n$ORIGIN a\n@ 60 A 192.0.2.1\n$ORIGIN example.com.\n",
      ["a.b.example.com. 60 A 192.0.2.1"],
    ],
    ["parentheses from the name on", "a ( 60\n A\n 192.0.2.1 )\n", ["a.example.com. 60 A 192.0.2.1"]],
  ])("%s", (_what, text, records) => {
    expect(recordsOf(text)).toEqual(records);
  });

  it("a name as BIND does: without a dot at its end it is below the origin", () => {
    expect(recordsOf("www.example.com 60 CNAME app.example.net\n")).toEqual([
      "www.example.com.example.com. 60 CNAME app.example.net.example.com.",
    ]);
  });
});

it.each([
  ["$INCLUDE", "$INCLUDE /etc/passwd\n", 1, "$INCLUDE is not allowed"],
  ["$GENERATE", "\n$GENERATE 1-100 a$ A 192.0.2.$\n", 2, "$GENERATE is not allowed"],
  ["another directive", "$FOO\n", 1, "$FOO is unknown"],
  ["a wrong origin", "$ORIGIN\n", 1, "$ORIGIN needs"],
  ["a wrong default", "$TTL a\n", 1, "$TTL needs"],
  ["a name outside of the zone", "a 60 A 192.0.2.1\nb.org. 60 A 192.0.2.1\n", 2, "b.org. is not in the zone"],
  ["a wrong value", "a 60 A 192.0.2.1\n  60 A 192.0.2\n", 2, "not an IPv4 address"],
  ["a wrong value after parentheses", "a 60 TXT (\nx\ny )\nb 60 A x\n", 4, "not an IPv4 address"],
  ["no first name", "  60 A 192.0.2.1\n", 1, "no name"],
  ["no TTL", "a A 192.0.2.1\n", 1, "Add the line $TTL"],
  ["a short TTL", "a 59 A 192.0.2.1\n", 1, "The TTL 59 is not allowed"],
  ["a huge TTL", "a 9999999999 A 192.0.2.1\n", 1, "The TTL 9999999999 is not allowed"],
  ["a negative TTL", "a -1 A 192.0.2.1\n", 1, "The TTL -1 is not allowed"],
  ["two TTLs in a set", "a 60 A 192.0.2.1\na 90 A 192.0.2.2\n", 2, "line 1 has 60"],
  ["another class", "a 60 CH TXT x\n", 1, "The class CH"],
  ["no type", "a 60 IN\n", 1, "no type"],
  ["LUA", 'a 60 LUA A "ifportup(80)"\n', 1, "run code"],
  ["records of DNSSEC", "a 60 RRSIG A 13 2 60 1 1 1 a. x\n", 1, "DNSSEC makes"],
  ["an unknown type", "a 60 TYPE65534 \\# 0\n", 1, "TYPE65534 are not supported"],
  ["a SOA of another name", "a 60 SOA a. b. 1 2 3 4 5\n", 1, "not of the zone"],
  ["two SOA", "@ 60 SOA a. b. 1 2 3 4 5\n@ 60 SOA a. b. 1 2 3 4 5\n", 2, "second SOA"],
  ["a short SOA", "@ 60 SOA a. b. 1 2 3 4\n", 1, "7 fields"],
  ["an open quote", 'a 60 TXT "x\nb 60 A 192.0.2.1\n', 1, "quote is not closed"],
  ["an open parenthesis", "\na 60 TXT ( x\nb 60 A 192.0.2.1\n", 2, "parenthesis is not closed"],
  ["a closed parenthesis", "a 60 TXT x )\n", 1, "not opened"],
  ["the same record twice", "a 60 A 192.0.2.1\n\na 60 A 192.0.2.1\n", 3, "twice"],
  ["a CNAME beside others", "a 60 A 192.0.2.1\na 60 CNAME b.c.\n", 2, "no other records"],
  ["records below a delegation", "a 60 NS b.c.\nx.a 60 TXT x\n", 2, "is delegated"],
])("refuses %s with its line", (_what, text, line, message) => {
  const { problems } = read(text + (text.includes("(") || text.includes('"x') ? "" : apexNs));
  expect(problems[0]).toEqual({ line, message: expect.stringContaining(message) });
});

it("refuses a zone without name servers", () => {
  expect(read("@ 60 SOA a. b. 1 2 3 4 5\na 60 A 192.0.2.1\n").problems).toEqual([
    { line: 1, message: expect.stringContaining("at least one NS") },
  ]);
  expect(read("").problems).toHaveLength(1);
});

it("refuses what is too large", () => {
  expect(read(`;${"x".repeat(1_048_576)}`).problems).toEqual([{ line: 1, message: expect.stringContaining("1 MiB") }]);
  const many = Array.from({ length: 10_001 }, (_, index) => `a${index} 60 A 192.0.2.1\n`).join("");
  expect(read(many).problems).toEqual([{ line: 10_001, message: expect.stringContaining("10000 records") }]);
  const wrong = "a 60 A x\n".repeat(5_000);
  expect(read(wrong).problems).toHaveLength(100);
});

it("takes any text without an exception", () => {
  const parts = fc.constantFrom(
    "$ORIGIN",
    "$TTL",
    "@",
    " ",
    "\n",
    "\t",
    "(",
    ")",
    '"',
    ";",
    "\\",
    "IN",
    "A",
    "TXT",
    "MX",
    "60",
    "a",
    "b.",
    "é",
    ".",
    "192.0.2.1",
    "\u0000",
    "\ud800",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.array(parts, { maxLength: 60 }).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const { problems } = read(text);
      const lines = text.split("\n").length;
      for (const { line } of problems) expect(line >= 1 && line <= lines).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

it.each([
  "(",
  ")",
  '"',
  ";",
  "\\",
  "a ",
  "a.",
  "\n",
  " \n",
  "( ",
  '" ',
  "\\\\",
  "1",
  "$TTL ",
  '""',
  "a\n",
  "é",
  "(\n",
  "@ TXT x\n",
  "a 60 A 192.0.2.1\n",
])("reads a megabyte of %j in linear time", (part) => {
  const text = part.repeat(Math.floor(1_000_000 / new Blob([part]).size));
  const startedAt = performance.now();
  read(text);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});
