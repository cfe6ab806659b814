import MarkdownIt from "markdown-it";

/**
 * Markdown of docs/ as HTML. HTML in it is shown as text. Headings have anchors as on code hosts, and a link to another
 * document leads to its page; one to a file that has no page is plain text.
 */
export type Heading = { level: number; id: string; title: string };
export type Rendered = { html: string; title: string; headings: Heading[]; text: string };

/** The anchor that viewers of Markdown give to a heading. Pure. */
export function anchorOf(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

/** @param pageOf address of a linked file, or null when it has no page */
export function renderMarkdown(source: string, pageOf: (link: string) => string | null): Rendered {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  const headings: Heading[] = [];
  const text: string[] = [];
  const tokens = markdown.parse(source, {});
  const open: boolean[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open") {
      const title = tokens[index + 1]?.content.replace(/[`*]/g, "") ?? "";
      const id = uniqueIn(headings, anchorOf(title));
      token.attrSet("id", id);
      headings.push({ level: Number(token.tag.slice(1)), id, title });
    }
    // The keyboard can scroll what is wider than the page.
    if (token.type === "fence") token.attrSet("tabindex", "0");
    if (token.type === "inline" || token.type === "fence") text.push(token.content);
    for (const child of token.children ?? []) {
      if (child.type === "link_open") {
        const href = pageOf(String(child.attrGet("href") ?? ""));
        open.push(href !== null);
        if (href === null) [child.tag, child.attrs] = ["span", null];
        else child.attrSet("href", href);
      } else if (child.type === "link_close" && !open.pop()) child.tag = "span";
    }
  }
  const html = markdown.renderer
    .render(tokens, markdown.options, {})
    .replaceAll("<table>", '<div class="ln-scroll" tabindex="0"><table>')
    .replaceAll("</table>", "</table></div>");
  return { html, title: headings[0]?.title ?? "", headings, text: text.join("\n") };
}

function uniqueIn(headings: readonly Heading[], anchor: string): string {
  const known = new Set(headings.map(({ id }) => id));
  for (let number = 0; ; number++) {
    const id = number === 0 ? anchor : `${anchor}-${number}`;
    if (!known.has(id)) return id;
  }
}
