import { describe, expect, it } from "vitest";
import { normaliseCode, normaliseEmail, normaliseName, normaliseTyped } from "./typed-text";

describe("a code", () => {
  it.each([
    ["123456", "123456"],
    ["123 456", "123456"],
    ["123-456", "123456"],
    ["123\u2013456", "123456"],
    ["123\u2014456", "123456"],
    ["123\u2011456", "123456"],
    ["123\u2212456", "123456"],
    [" 123\u00a0456\u200b ", "123456"],
    ["１２３４５６", "123456"],
    ["٣٤٥٦٧٨", "345678"],
    ["۰۱۲۳۴۵", "012345"],
    ["ABCD\u2011EFGHJ\u2013KMNPQ", "ABCDEFGHJKMNPQ"],
  ])("%s is %s", (typed, code) => expect(normaliseCode(typed)).toBe(code));
});

describe("an e-mail address", () => {
  it.each([
    ["user@münchen.example", "user@xn--mnchen-3ya.example"],
    ["User@MÜNCHEN.example", "user@xn--mnchen-3ya.example"],
    [" ada@example.net ", "ada@example.net"],
    ["ada＠example.net", "ada@example.net"],
    ["srv\u2011abc", "srv-abc"],
    ["ada@münchen.example/path", "ada@münchen.example/path"],
    ["ada@münchen.example:25?q#f", "ada@münchen.example:25?q#f"],
    ["ada@", "ada@"],
    ["@example.net", "@example.net"],
  ])("%s is %s", (typed, email) => expect(normaliseEmail(typed)).toBe(email));
});

it("a name keeps its letters", () => {
  expect(normaliseName("  Zoe\u0308\u00a0 M\u00fcller ")).toBe("Zo\u00eb M\u00fcller");
  expect(normaliseTyped("a\tb\u2003c")).toBe("a b c");
});
