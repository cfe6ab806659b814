import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, Facts, MailLayout, Paragraph } from "../layout";

const titles = {
  setup: "Your server could not be set up",
  crash: "Your server crashed and does not restart",
  disk: "Your server was stopped: its disk space is used up",
} as const;

/** Notifies the owner of a server that it stopped with an error and stays stopped. */
export const serverFailedMail = defineMail({
  data: z.object({
    name: z.string(),
    server: z.string(),
    failure: z.enum(["setup", "crash", "disk"]),
    reason: z.string(),
    link: z.url(),
  }),
  subject: ({ failure }) => titles[failure],
  body: (data, site) => (
    <MailLayout site={site} title={titles[data.failure]} preview="Its page shows the reason and what you can do.">
      <Paragraph>Hello {data.name},</Paragraph>
      <Facts
        facts={[
          ["Server", data.server],
          ["Reason", data.reason],
        ]}
      />
      <Paragraph>The page of the server shows what happened and what you can do.</Paragraph>
      <Action href={data.link}>Open the server</Action>
    </MailLayout>
  ),
});
