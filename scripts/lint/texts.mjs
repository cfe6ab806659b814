// Texts of the interface: literals outside the catalogue, and the catalogue's languages against each other.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../setup/paths.mjs";
import { findLiterals } from "./texts/literals.mjs";
import { compareTexts, keyOrder } from "./texts/messages.mjs";
import { notYet } from "./texts/not-yet.mjs";
import { usesIn } from "./texts/uses.mjs";

/** Answers of the API, scripts for machines, and the page of tokens that exists in development only. */
const unseen = /^app\/(api|agent|dev)\//;

const folder = path.join(root, "lib/i18n/messages");

/** `namespace.key` of every text, by language. */
export function readTexts(locale) {
  const texts = {};
  const add = (at, value) => {
    if (typeof value === "string") texts[at] = value;
    else for (const [key, inner] of Object.entries(value)) add(`${at}.${key}`, inner);
  };
  for (const name of readdirSync(path.join(folder, locale))) {
    add(name.replace(/\.json$/, ""), JSON.parse(readFileSync(path.join(folder, locale, name), "utf8")));
  }
  return texts;
}

/** Of these folders, by the end of their names. The first check of a clone runs on Node 20, which has no globSync. */
function sources(folders, ending) {
  return folders
    .flatMap((name) => readdirSync(path.join(root, name), { recursive: true }).map((file) => `${name}/${file}`))
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => ending.test(file) && !/\/\.|\.test\.tsx?$|\/generated\/|\/testing\//.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }));
}

/** @returns {{ checked: number, problems: string[] }} */
export function lintTexts() {
  const pages = sources(["components", "app"], /\.tsx?$/).filter(({ file }) => !unseen.test(file));
  const isDone = ({ file }) => !notYet.some((part) => file === part || file.startsWith(`${part}/`));
  const literals = pages.filter(isDone).flatMap(findLiterals);
  const locales = readdirSync(folder);
  const english = readTexts("en");
  const languages = locales.filter((locale) => locale !== "en").map((locale) => ({ locale, texts: readTexts(locale) }));
  const uses = usesIn([...pages, ...sources(["lib"], /\.ts$/)]);
  const unused = Object.keys(english)
    .filter((key) => !uses(key))
    .map((key) => `${key} is used nowhere`);
  const order = locales.flatMap((locale) =>
    readdirSync(path.join(folder, locale)).flatMap((name) =>
      keyOrder(JSON.parse(readFileSync(path.join(folder, locale, name), "utf8")), `${locale}/${name}`),
    ),
  );
  const problems = [...literals, ...compareTexts(english, languages), ...unused, ...order];
  return { checked: Object.keys(english).length, problems };
}
