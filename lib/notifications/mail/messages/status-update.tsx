import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, Facts, MailLayout, Paragraph } from "../layout";

/** One update of an incident of the status page. */
export const statusUpdate = defineMail({
  data: z.object({ title: z.string(), state: z.string(), text: z.string(), page: z.url(), stop: z.url() }),
  subject: ({ title }, site) => `${site.name}: ${title}`,
  body: ({ title, state, text, page, stop }, site) => (
    <MailLayout site={site} title={title} preview={text.slice(0, 120)}>
      <Facts facts={[[site.t("layout.state"), state]]} />
      {text.split("\n").map((line) => (
        <Paragraph key={line}>{line}</Paragraph>
      ))}
      <Action site={site} href={page}>
        {site.t("statusUpdate.open")}
      </Action>
      <Paragraph>{site.t("statusUpdate.stop", { stop })}</Paragraph>
    </MailLayout>
  ),
});
