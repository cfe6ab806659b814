import { z } from "zod";
import { defineMessage } from "../define-message";

/** Without a mail form: a channel that fails must not carry the report of it. */
export const channelFailed = defineMessage({
  kind: "channel.failed",
  data: z.object({ channel: z.string(), reason: z.string() }),
  severity: "error",
  title: "A notification channel failed",
  description: "A message was refused, or could not be delivered for a day. Shown in the panel only.",
  mandatory: ["panel"],
  panel: ({ channel, reason }, t) => ({
    title: t("channelFailed.title", { channel }),
    body: reason,
    href: "/account/notifications",
  }),
});
