// biome-ignore-all lint/suspicious/noTemplateCurlyInString: samples of code
import { describe, expect, it } from "vitest";
import { findLiterals } from "./texts/literals.mjs";
import { compareTexts, keyOrder } from "./texts/messages.mjs";
import { usesIn } from "./texts/uses.mjs";
import { lintTexts } from "./texts.mjs";

const literals = (text: string) =>
  findLiterals({ file: "a.tsx", text }).map((line: string) => line.replace(/^a\.tsx:\d+: /, ""));

describe("literals", () => {
  it.each([
    ["<p>Two words</p>", "Two words"],
    ['<Button aria-label="Close it" />', "Close it"],
    ['<Field label={isNew ? "New name" : "Old name"} />', "New name"],
    ["const rows = [{ label: 'started' , x: 1 }, { label: 'Memory used' }];", "Memory used"],
    ["const text = `Deleted ${name} of the server`;", "Deleted … of the server"],
    ['const word = isOn ? "On" : "Off";', "On"],
  ])("%s", (text, literal) => {
    expect(literals(text)).toContain(literal);
  });

  it.each([
    '<p>{t("twoWords")}</p>',
    "<code>docker run it</code>",
    '<Art name="mail" className="Two-words" />',
    "<span>LightNode</span>",
    'throw new Error("No developer saw this");',
    'import { a } from "Some file";',
    'const key = "Enter";',
    "const path = `/servers/${id}`;",
  ])("%s is no text", (text) => {
    expect(literals(text)).toEqual([]);
  });
});

describe("languages", () => {
  const compare = (english: string, own: string | undefined, locale = "de") =>
    compareTexts({ "a.b": english }, [{ locale, texts: own === undefined ? {} : { "a.b": own } }]);

  it("names what is missing, extra and different", () => {
    expect(compare("Hello", undefined)).toEqual(["de: a.b is missing"]);
    expect(compareTexts({}, [{ locale: "de", texts: { "a.b": "x" } }])).toEqual(["de: a.b is not in English"]);
    expect(compare("Hello {name}", "Hallo {nam}")).toEqual(["de: a.b has the placeholders nam instead of name"]);
    expect(compare("<b>Hello</b>", "Hallo")).toEqual(["de: a.b has the placeholders none instead of b"]);
    expect(compare("Hello", "Hallo {")[0]).toMatch(/^de: a\.b: /);
  });

  it("wants every plural form of the language", () => {
    const english = "{n, plural, one {# day} other {# days}}";
    expect(compare(english, "{n, plural, other {# Tage}}")).toEqual(["de: a.b: {n} has no form one"]);
    expect(compare(english, "{n, plural, =1 {ein Tag} other {# Tage}}")).toEqual([]);
    expect(compare(english, "{n, plural, one {يوم} other {# يوم}}", "ar").join()).toMatch(/two.*few.*many/);
  });

  it("keeps keys sorted", () => {
    expect(keyOrder({ a: "1", b: { d: "2", c: "3" } }, "en")).toEqual(["en: b: keys are not sorted"]);
  });

  it("finds keys that nothing names", () => {
    const uses = usesIn([{ text: 'useTranslations("ui.table"); t("next"); t(`state.${x}`)' }]);
    expect(["ui.table.next", "ui.table.state.on", "ui.table.last", "ui.next"].map(uses)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

it("the panel's own texts are whole", () => {
  expect(lintTexts().problems).toEqual([]);
});
