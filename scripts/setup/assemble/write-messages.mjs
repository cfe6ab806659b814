// Compiles the texts of lib/i18n/messages, so that no parser of ICU messages runs in browsers, and finds which of them the
// client components of each section use.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import compileMessage from "icu-minify/compile";
import { root } from "../paths.mjs";
import { sectionsOf } from "./client-namespaces.mjs";

const folder = path.join(root, "lib/i18n/messages");
const target = path.join(root, "lib/i18n/generated");
const parts = readdirSync(path.join(folder, "en"))
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -5))
  .sort();

/** The texts of a language in English's order; English stands in for what is missing. */
function compileAll(english, texts, at) {
  return Object.fromEntries(
    Object.entries(english).map(([key, text]) => {
      const own = texts?.[key];
      return [
        key,
        typeof text === "string" ? compileOne(own ?? text, `${at}.${key}`) : compileAll(text, own, `${at}.${key}`),
      ];
    }),
  );
}

function compileOne(text, at) {
  try {
    return compileMessage(text);
  } catch (error) {
    throw new Error(`${at}: ${error.message}: ${text}`);
  }
}

function readPart(locale, part) {
  try {
    return JSON.parse(readFileSync(path.join(folder, locale, `${part}.json`), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw new Error(`lib/i18n/messages/${locale}/${part}.json: ${error.message}`);
  }
}

/** Pages without providers: they bring their texts in every language. */
const standalone = { lastError: {}, offlinePage: {} };
const note = "// Written by scripts/setup/assemble/write-messages.mjs.\n";
mkdirSync(target, { recursive: true });
for (const locale of readdirSync(folder)) {
  const texts = parts.map((part) => [
    part,
    compileAll(readPart("en", part), readPart(locale, part), `${locale}: ${part}`),
  ]);
  const all = Object.fromEntries(texts);
  writeFileSync(path.join(target, `${locale}.json`), JSON.stringify(all));
  for (const [part, texts] of Object.entries(standalone)) texts[locale] = all[part];
}
for (const [part, texts] of Object.entries(standalone))
  writeFileSync(path.join(target, `${part}.json`), JSON.stringify(texts));
const nameOf = (part) => part.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const types = `${note}import type { FormatLocale } from "../contract";
${parts.map((part) => `import type ${nameOf(part)} from "../messages/en/${part}.json";`).join("\n")}

type Texts = { ${parts.map((part) => `${JSON.stringify(part)}: typeof ${nameOf(part)}`).join("; ")} };

declare module "next-intl" {
  interface AppConfig {
    Locale: FormatLocale;
    Messages: Texts;
  }
}
`;
writeFileSync(path.join(target, "texts.ts"), types);
const sections = path.join(root, "components/ui/i18n/generated/sections.ts");
mkdirSync(path.dirname(sections), { recursive: true });
writeFileSync(sections, `${note}export const sections = ${JSON.stringify(sectionsOf(root), null, 2)} as const;\n`);
