import { render } from "@react-email/render";
import type { z } from "zod";
import type { Locale } from "@/lib/i18n/contract";
import { noticeTexts } from "@/lib/i18n/notice-texts";
import type { RenderedMail } from "../contract";
import type { MailKind, MailSite } from "./define-mail";
import { inertData } from "./inert-text";
import { mailKinds } from "./messages/registry";

const kinds = new Map<string, MailKind<z.ZodType>>(Object.entries(mailKinds));

/** Renders a message in a language from its data; throws when the data does not fit the kind. */
export async function renderMail(
  template: string,
  data: unknown,
  site: MailSite,
  locale: Locale,
): Promise<RenderedMail> {
  const kind = kinds.get(template);
  if (!kind) throw new Error(`there is no mail named ${template}`);
  const parsed = inertData(kind.data.parse(data), site.url, kind.exact);
  const context = { ...site, locale, t: await noticeTexts(locale) };
  const body = kind.body(parsed, context);
  const [html, text] = await Promise.all([render(body), render(body, { plainText: true })]);
  return { subject: kind.subject(parsed, context), html, text };
}

/** Whether nothing of such a message is kept once it is over. */
export function isDeletedAfterSending(template: string): boolean {
  return kinds.get(template)?.isDeletedAfterSending ?? false;
}
