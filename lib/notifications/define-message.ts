import type { z } from "zod";
import type { NoticeTexts } from "@/lib/i18n/notice-texts";
import type { NotificationChannel, NotificationSeverity } from "./contract";
import type { MailData, MailTemplate } from "./mail/messages/registry";

/** The account that a message goes to. */
export type Recipient = { id: string; email: string; name: string };

/** How a message reads in the panel. The body is text, not markup; `href` is a path of the panel. */
export type PanelForm = { title: string; body: string; href: string | null };

type MailForm<T extends MailTemplate> = { template: T; data: MailData<T> };
type AnyMailForm = { [T in MailTemplate]: MailForm<T> }[MailTemplate];

/** One message: one file in `lib/<module>/messages` with its forms for each channel. */
export type MessageDefinition<D extends z.ZodType> = {
  /** `<subject>.<what happened>`; preferences are kept under it. */
  kind: string;
  data: D;
  severity: NotificationSeverity;
  /** What people read where they choose the channels of this kind. */
  title: string;
  description: string;
  /** Channels that cannot be switched off: a warning about the account itself. */
  mandatory: readonly NotificationChannel[];
  /** A locked account gets it too: it may be about the lock. */
  reachesLocked?: true;
  /** `t`: the texts in the recipient's language. */
  panel(data: z.output<D>, t: NoticeTexts): PanelForm;
  /** Absent: it stays in the panel, and goes neither by mail nor to the person's own channels. */
  mail?(data: z.output<D>, recipient: Recipient, t: NoticeTexts): AnyMailForm;
};

export function defineMessage<D extends z.ZodType>(definition: MessageDefinition<D>): MessageDefinition<D> {
  return definition;
}
