import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { findDocument, listDocuments, pageOf, searchDocuments } from "./documents";
import { renderMarkdown } from "./render-markdown";

const none = () => null;

it("shows HTML as text, gives headings anchors of their own, and keeps links of files without a page as text", () => {
  const source = "# A `b`\n\n<script>x</script> [file](x.yaml) [page](y.md)\n\n## Same\n\n## Same\n";
  const { html, title, headings } = renderMarkdown(source, (link) => (link === "y.md" ? "/docs/y" : null));
  expect(html).not.toContain("<script>");
  expect(html).toContain('<span>file</span> <a href="/docs/y">page</a>');
  expect(title).toBe("A b");
  expect(headings.map(({ id }) => id)).toEqual(["a-b", "same", "same-1"]);
});

it("refuses links that run scripts", () => {
  expect(renderMarkdown("[x](javascript:alert(1))", (link) => link).html).not.toContain("href");
  expect(renderMarkdown("[x](y)", none).html).not.toContain("href");
});

it.each([
  ["BACKUPS.md", "DEPLOYMENT.md", "/docs/backups"],
  ["../BACKUPS.md#format", "runbooks/x.md", "/docs/backups#format"],
  ["../compose.yaml", "DEPLOYMENT.md", null],
  ["#here", "DEPLOYMENT.md", "#here"],
  ["https://example.net", "DEPLOYMENT.md", "https://example.net"],
])("%s in %s leads to %s", (link, name, page) => {
  expect(pageOf(link, name, new Set(["backups"]))).toBe(page);
});

it("has every document, and finds a section by its words", async () => {
  const files = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"));
  expect((await listDocuments()).length).toBe(files.length);
  const [best] = await searchDocuments("trusted prox");
  expect(best).toMatchObject({ slug: "deployment", id: "trusted-proxies" });
  expect(await searchDocuments("zzzzqqq")).toEqual([]);
  expect(await findDocument("../package.json")).toBeNull();
});

it("has no link to a section that is not there", async () => {
  const documents = await Promise.all((await listDocuments()).map(({ slug }) => findDocument(slug)));
  const anchors = new Set(documents.flatMap((one) => one?.headings.map(({ id }) => `/docs/${one.slug}#${id}`) ?? []));
  const broken = documents.flatMap((one) =>
    [...(one?.html.matchAll(/href="(#[^"]+|\/docs\/[^"]+#[^"]+)"/g) ?? [])]
      .map(([, href = ""]) => (href.startsWith("#") ? `/docs/${one?.slug}${href}` : href))
      .filter((href) => !/^\/docs\/(api|errors)/.test(href) && !anchors.has(href)),
  );
  expect(broken).toEqual([]);
});
