import { notice } from "../../channels/contract";
import { defineMail } from "../define-mail";
import { Action, MailLayout, Paragraph } from "../layout";

/** A notice to an e-mail channel of a person, or one that another channel could not take. */
export const channelNotice = defineMail({
  data: notice,
  // The path of a page of the panel, which the panel made.
  exact: ["href"],
  subject: ({ title }) => title,
  body: ({ title, body, href }, site) => (
    <MailLayout site={site} title={title} preview={body.split("\n")[0] ?? title}>
      {body.split("\n").map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines may repeat and never move.
        <Paragraph key={index}>{text}</Paragraph>
      ))}
      {href === null ? null : (
        <Action site={site} href={new URL(href, site.url).href}>
          {site.t("notice.openInPanel")}
        </Action>
      )}
    </MailLayout>
  ),
});
