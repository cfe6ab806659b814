// The languages of the catalogue against English: keys, placeholders, plurals, and the order of keys.
import compile from "icu-minify/compile";

const plural = 2;
const ordinal = 3;
const select = 1;

/** Forms that a plural must have. Arabic has a form of its own for two, few (3 to 10) and many (11 to 99). */
const forms = {
  en: ["one", "other"],
  de: ["one", "other"],
  es: ["one", "other"],
  ar: ["one", "two", "few", "many", "other"],
};
const exact = { one: "=1", two: "=2", zero: "=0" };

/** Placeholders and tags of a compiled text, and the forms of its plurals. */
function partsOf(compiled, found = { names: new Set(), plurals: [] }) {
  if (!Array.isArray(compiled)) return found;
  for (const part of compiled) {
    if (!Array.isArray(part)) continue;
    const [name, second, options] = part;
    found.names.add(name);
    if (second === plural || second === ordinal) found.plurals.push({ name, forms: Object.keys(options) });
    if (second === plural || second === ordinal || second === select)
      for (const branch of Object.values(options)) partsOf(Array.isArray(branch) ? branch : [branch], found);
    else if (typeof second !== "number") partsOf(part.slice(1), found);
  }
  return found;
}

function read(text, at, problems) {
  try {
    return partsOf(compile(text));
  } catch (error) {
    problems.push(`${at}: ${error.message}`);
    return partsOf("");
  }
}

const missingForms = (locale, { plurals }) =>
  plurals.flatMap((one) =>
    forms[locale]
      .filter((form) => !one.forms.includes(form) && !one.forms.includes(exact[form]))
      .map((form) => `{${one.name}} has no form ${form}`),
  );

/** @returns {string[]} what differs between English and the other languages */
export function compareTexts(english, languages) {
  const problems = [];
  for (const [key, text] of Object.entries(english)) {
    const wanted = read(text, `en: ${key}`, problems);
    problems.push(...missingForms("en", wanted).map((form) => `en: ${key}: ${form}`));
    for (const { locale, texts } of languages) {
      if (texts[key] === undefined) {
        problems.push(`${locale}: ${key} is missing`);
        continue;
      }
      const found = read(texts[key], `${locale}: ${key}`, problems);
      const names = (set) => [...set].sort().join(", ") || "none";
      if (names(found.names) !== names(wanted.names))
        problems.push(`${locale}: ${key} has the placeholders ${names(found.names)} instead of ${names(wanted.names)}`);
      problems.push(...missingForms(locale, found).map((form) => `${locale}: ${key}: ${form}`));
    }
  }
  for (const { locale, texts } of languages)
    for (const key of Object.keys(texts))
      if (english[key] === undefined) problems.push(`${locale}: ${key} is not in English`);
  return problems;
}

/** Keys in an order that does not depend on who added them, so that branches merge. */
export function keyOrder(texts, at) {
  const keys = Object.keys(texts);
  const wrong = keys.some((key, index) => index > 0 && keys[index - 1] > key);
  const inner = Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "object" ? keyOrder(value, `${at}: ${key}`) : [],
  );
  return wrong ? [`${at}: keys are not sorted`, ...inner] : inner;
}
