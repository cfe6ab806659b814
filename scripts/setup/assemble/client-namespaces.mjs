// Which texts the browser needs: the namespaces of the client components that a layout or page reaches.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const extensions = ["", ".tsx", ".ts", "/index.tsx", "/index.ts"];
const importOf =
  /^(?:import|export)\s+(?!type\s)(?:[^;"']*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm;
const namespaceOf = /\buseTranslations\(\s*["']([\w.]+)["']/g;
const sectionOf = /<SectionMessages\s+of="([^"]+)"/;
const clientMark = /^\s*(?:\/\/.*\s*|\/\*[\s\S]*?\*\/\s*)*["']use client["']/;
const entries = /^(layout|page|error|loading|not-found|template)\.tsx$/;

/** Reads each file once: its imports, and the namespaces that it names. */
export function graphOf(root) {
  const known = new Map();
  const resolve = (from, name) => {
    if (!name.startsWith(".") && !name.startsWith("@/")) return null;
    const base = name.startsWith("@/") ? path.join(root, name.slice(2)) : path.resolve(path.dirname(from), name);
    const file = extensions
      .map((extension) => base + extension)
      .find((candidate) => /\.tsx?$/.test(candidate) && existsSync(candidate));
    return file ?? null;
  };
  return (file) => {
    if (!known.has(file)) {
      const text = readFileSync(file, "utf8");
      known.set(file, {
        isClient: clientMark.test(text),
        section: sectionOf.exec(text)?.[1] ?? null,
        namespaces: [...text.matchAll(namespaceOf)].map((match) => match[1]),
        imports: [...text.matchAll(importOf)].map((match) => resolve(file, match[1] ?? match[2])).filter(Boolean),
      });
    }
    return known.get(file);
  };
}

/** Namespaces of the client components that these files reach. */
export function clientNamespaces(read, files) {
  const found = new Set();
  const seen = new Set();
  const visit = (file, isInherited) => {
    const node = read(file);
    const isClient = isInherited || node.isClient;
    const mark = `${file} ${isClient}`;
    if (seen.has(mark)) return;
    seen.add(mark);
    if (isClient) for (const namespace of node.namespaces) found.add(namespace);
    for (const imported of node.imports) visit(imported, isClient);
  };
  for (const file of files) visit(file, false);
  return found;
}

/** `app/(panel)/admin` as a tree: its entry files, its section, and the folders below it. */
function treeOf(read, folder) {
  const items = readdirSync(folder, { withFileTypes: true });
  const files = items
    .filter((item) => item.isFile() && entries.test(item.name))
    .map((item) => path.join(folder, item.name));
  const folders = items.filter((item) => item.isDirectory() && item.name !== "api");
  return { folder, files, below: folders.map((item) => treeOf(read, path.join(folder, item.name))) };
}

/** Every section with the namespaces that it gives and no section above it gives. */
export function sectionsOf(root) {
  const read = graphOf(root);
  const app = path.join(root, "app");
  const nameOf = (file) => path.relative(app, file).replace(/\.tsx$/, "");
  const sections = {};
  const isSection = (file) => read(file).section !== null;
  const give = (file, files, given) => {
    if (read(file).section !== nameOf(file))
      throw new Error(`${nameOf(file)}: <SectionMessages of> must name the file itself`);
    sections[nameOf(file)] = [...clientNamespaces(read, files)].filter((namespace) => !given.has(namespace)).sort();
    return new Set([...given, ...sections[nameOf(file)]]);
  };
  /** Entry files that the section of a layout serves: all below it that no section of their own serves. */
  const served = (tree, isTop) => {
    const layout = tree.files.find((file) => path.basename(file) === "layout.tsx");
    if (!isTop && layout && isSection(layout)) return [];
    const own = tree.files.filter((file) => file === layout || !isSection(file));
    return [...own, ...tree.below.flatMap((inner) => served(inner, false))];
  };
  const visit = (tree, outer) => {
    let given = outer;
    const layout = tree.files.find((file) => path.basename(file) === "layout.tsx");
    if (layout && isSection(layout)) given = give(layout, served(tree, true), given);
    for (const file of tree.files) if (file !== layout && isSection(file)) give(file, [file], given);
    for (const inner of tree.below) visit(inner, given);
  };
  visit(treeOf(read, app), new Set());
  return sections;
}
