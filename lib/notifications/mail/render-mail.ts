import { render } from "@react-email/render";
import type { z } from "zod";
import type { MailKind, MailSite } from "./define-mail";
import { inertData } from "./inert-text";
import { type MailTemplate, mailKinds } from "./messages/registry";

export type RenderedMail = { subject: string; html: string; text: string };

/** Renders a message from its data; throws when the data does not fit the kind. */
export async function renderMail(template: string, data: unknown, site: MailSite): Promise<RenderedMail> {
  if (!Object.hasOwn(mailKinds, template)) throw new Error(`there is no mail named ${template}`);
  const kind = mailKinds[template as MailTemplate] as unknown as MailKind<z.ZodType>;
  const parsed = inertData(kind.data.parse(data), site.url, kind.exact);
  const body = kind.body(parsed, site);
  const [html, text] = await Promise.all([render(body), render(body, { plainText: true })]);
  return { subject: kind.subject(parsed, site), html, text };
}

/** Whether nothing of such a message is kept once it is over. */
export function isDeletedAfterSending(template: string): boolean {
  if (!Object.hasOwn(mailKinds, template)) return false;
  return (mailKinds[template as MailTemplate] as unknown as MailKind<z.ZodType>).isDeletedAfterSending ?? false;
}
