import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import MiniSearch from "minisearch";
import { projectRoot } from "@/lib/core/env";
import { type Rendered, renderMarkdown } from "./render-markdown";

/** The documents of this version, from docs/: read once, rendered once, searched in memory. */
export type Document = Rendered & { slug: string };
export type Found = { slug: string; id: string; title: string; section: string };

type Library = { documents: Map<string, Document>; index: MiniSearch<Found & { text: string }> };

/** First what a new administrator reads; the others follow by title. */
const first = [
  "quick_start",
  "concepts",
  "api_examples",
  "deployment",
  "upgrades",
  "backups",
  "scaling",
  "settings",
  "glossary",
  "security_checklist",
];

let library: Promise<Library> | null = null;

export async function listDocuments(): Promise<{ slug: string; title: string }[]> {
  const { documents } = await read();
  return [...documents.values()].map(({ slug, title }) => ({ slug, title }));
}

export async function findDocument(slug: string): Promise<Document | null> {
  return (await read()).documents.get(slug) ?? null;
}

/** Sections with these words, the best first; the beginning of a word is enough. */
export async function searchDocuments(words: string): Promise<Found[]> {
  const { index } = await read();
  const results = index.search(words, {
    prefix: true,
    fuzzy: 0.1,
    combineWith: "AND",
    boost: { section: 3, title: 2 },
  });
  return results
    .slice(0, 30)
    .map(({ slug, id, title, section }) => ({ slug, id: String(id).split("#")[1] ?? "", title, section }));
}

function read(): Promise<Library> {
  library ??= load().catch((error: unknown) => {
    library = null;
    throw error;
  });
  return library;
}

async function load(): Promise<Library> {
  const folder = path.join(projectRoot(), "docs");
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".md"));
  const slugs = new Set(names.map(slugOf));
  const rendered = await Promise.all(
    names.map(async (name) => {
      const source = await readFile(path.join(folder, name), "utf8");
      return { slug: slugOf(name), source, ...renderMarkdown(source, (link) => pageOf(link, name, slugs)) };
    }),
  );
  const place = (slug: string) => (first.includes(slug) ? first.indexOf(slug) : first.length);
  rendered.sort((a, b) => place(a.slug) - place(b.slug) || a.title.localeCompare(b.title));
  const index = new MiniSearch<Found & { text: string }>({
    fields: ["section", "title", "text"],
    storeFields: ["slug", "title", "section"],
  });
  index.addAll(rendered.flatMap(sectionsOf));
  return { documents: new Map(rendered.map(({ source: _source, ...document }) => [document.slug, document])), index };
}

const slugOf = (name: string) => name.replace(/\.md$/, "").toLowerCase();

/** The address of a link in the document `name`, or null when it leads to a file without a page. */
export function pageOf(link: string, name: string, slugs: ReadonlySet<string>): string | null {
  if (/^(https?:|mailto:|#|\/)/.test(link)) return link;
  const [file = "", anchor] = link.split("#");
  const slug = slugOf(path.posix.join(path.posix.dirname(name), file));
  if (!file.endsWith(".md") || !slugs.has(slug)) return null;
  return `/docs/${slug}${anchor === undefined ? "" : `#${anchor}`}`;
}

function sectionsOf({ slug, source, title, headings }: Document & { source: string }): (Found & { text: string })[] {
  const parts = source.split(/^#{1,4} /m).slice(1);
  return headings.map(({ id, title: section }, position) => ({
    slug,
    title,
    section,
    id: `${slug}#${id}`,
    text: parts[position] ?? "",
  }));
}
