import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, Hello, MailLayout, Paragraph } from "../layout";

/** A message in plain paragraphs with one link, for messages that need no mail of their own. */
export const notice = defineMail({
  data: z.object({
    name: z.string(),
    /** Fixed text of the message: it is the subject. */
    title: z.string().max(120),
    paragraphs: z.array(z.string()).min(1),
    action: z.object({ label: z.string(), link: z.url() }).nullable(),
  }),
  subject: ({ title }) => title,
  body: ({ name, title, paragraphs, action }, site) => (
    <MailLayout site={site} title={title} preview={paragraphs[0] ?? title}>
      <Hello site={site} name={name} />
      {paragraphs.map((text) => (
        <Paragraph key={text}>{text}</Paragraph>
      ))}
      {action ? (
        <Action site={site} href={action.link}>
          {action.label}
        </Action>
      ) : null}
    </MailLayout>
  ),
});
