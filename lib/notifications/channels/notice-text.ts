import type { MailSite } from "../mail/define-mail";
import type { Notice } from "./contract";

/** The notice's page with the address of the panel; null when it has none. */
export function linkOf({ href }: Notice, site: MailSite): string | null {
  return href === null ? null : new URL(href, site.url).href;
}

/** Title, body and link in lines of plain text. */
export function plainText(notice: Notice, site: MailSite): string {
  return [notice.title, notice.body, linkOf(notice, site)].filter(Boolean).join("\n");
}

/** At most `length` UTF-16 units, with an ellipsis in place of what was cut; no character is cut in two. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
