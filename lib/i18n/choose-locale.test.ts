import { describe, expect, it } from "vitest";
import { chooseLocale, chooseTimeZone } from "./choose-locale";

describe("chooseLocale", () => {
  it.each([
    ["nothing", {}, "en"],
    ["the account before the rest", { account: "de", cookie: "es", acceptLanguage: "ar" }, "de"],
    ["the cookie before the header", { account: null, cookie: "es", acceptLanguage: "ar" }, "es"],
    ["an unknown account and cookie", { account: "xx", cookie: "../de", acceptLanguage: "ar" }, "ar"],
    ["a region", { acceptLanguage: "de-AT" }, "de"],
    ["weights", { acceptLanguage: "en;q=0.2, ar-EG;q=0.7, fr" }, "ar"],
    ["the order among equal weights", { acceptLanguage: "es, de" }, "es"],
    ["a language that is refused", { acceptLanguage: "de;q=0, es;q=0.1" }, "es"],
    ["none of ours", { acceptLanguage: "fr-FR, *;q=0.5" }, "en"],
    ["no header at all", { acceptLanguage: ";;,,q=" }, "en"],
    ["a long header", { acceptLanguage: `${"fr,".repeat(10_000)}de` }, "en"],
  ])("%s", (_what, wishes, locale) => {
    expect(chooseLocale(wishes)).toBe(locale);
  });
});

it.each([
  [undefined, "UTC"],
  ["Europe/Berlin", "Europe/Berlin"],
  ["Mars/Olympus", "UTC"],
  ["x".repeat(65), "UTC"],
])("chooseTimeZone of %s", (wanted, zone) => {
  expect(chooseTimeZone(wanted)).toBe(zone);
});
