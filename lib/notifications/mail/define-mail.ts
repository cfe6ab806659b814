import type { ReactElement } from "react";
import type { z } from "zod";
import type { Locale } from "@/lib/i18n/contract";
import type { NoticeTexts } from "@/lib/i18n/notice-texts";

/** What a message's text may refer to besides its own data. */
export type MailSite = { url: string; name: string };

/** The site, and the language of the recipient. */
export type MailContext = MailSite & { locale: Locale; t: NoticeTexts };

/** One kind of mail: one file in `messages/` and its line in `messages/registry.ts`. */
export type MailKind<D extends z.ZodType> = {
  data: D;
  /** Its row is removed once it was sent, has failed, or there is no mail server: for erased persons. */
  isDeletedAfterSending?: true;
  /** Fields that the panel or an administrator made, and that people copy: left as they are. */
  exact?: readonly string[];
  /** One line; never contains text that an unknown person typed. */
  subject(data: z.output<D>, site: MailContext): string;
  body(data: z.output<D>, site: MailContext): ReactElement;
};

export function defineMail<D extends z.ZodType>(kind: MailKind<D>): MailKind<D> {
  return kind;
}
