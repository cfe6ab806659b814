import { render } from "@react-email/render";
import type { z } from "zod";
import type { RenderedMail } from "../contract";
import type { MailKind, MailSite } from "./define-mail";
import { inertData } from "./inert-text";
import { mailKinds } from "./messages/registry";

const kinds = new Map<string, MailKind<z.ZodType>>(Object.entries(mailKinds));

/** Renders a message from its data; throws when the data does not fit the kind. */
export async function renderMail(template: string, data: unknown, site: MailSite): Promise<RenderedMail> {
  const kind = kinds.get(template);
  if (!kind) throw new Error(`there is no mail named ${template}`);
  const parsed = inertData(kind.data.parse(data), site.url, kind.exact);
  const body = kind.body(parsed, site);
  const [html, text] = await Promise.all([render(body), render(body, { plainText: true })]);
  return { subject: kind.subject(parsed, site), html, text };
}

/** Whether nothing of such a message is kept once it is over. */
export function isDeletedAfterSending(template: string): boolean {
  return kinds.get(template)?.isDeletedAfterSending ?? false;
}
