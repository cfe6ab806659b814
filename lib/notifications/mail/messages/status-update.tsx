import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, Facts, MailLayout, Paragraph } from "../layout";

/** One update of an incident of the status page. */
export const statusUpdate = defineMail({
  data: z.object({ title: z.string(), state: z.string(), text: z.string(), page: z.url(), stop: z.url() }),
  subject: ({ title }, site) => `${site.name}: ${title}`,
  body: ({ title, state, text, page, stop }, site) => (
    <MailLayout site={site} title={title} preview={text.slice(0, 120)}>
      <Facts facts={[["State", state]]} />
      {text.split("\n").map((line) => (
        <Paragraph key={line}>{line}</Paragraph>
      ))}
      <Action href={page}>Open the status page</Action>
      <Paragraph>No more mails: {stop}</Paragraph>
    </MailLayout>
  ),
});
