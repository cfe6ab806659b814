import { z } from "zod";
import { defineChannelKind, serverUrl } from "../define-channel-kind";
import { linkOf, shorten } from "../notice-text";

/** Characters that are control characters of Slack's text format. */
const escaped: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escapeText = (text: string) => text.replace(/[&<>]/g, (character) => escaped[character] ?? character);

const colours = { info: "#1c7ed6", warning: "#f59f00", error: "#e03131" } as const;

/** Longest text of a section block. */
const longestSection = 3_000;

/** An incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). */
export const slack = defineChannelKind({
  kind: "slack",
  label: "Slack",
  description: "A message in a Slack channel, by an incoming webhook. Mattermost and Rocket.Chat accept the same.",
  settings: z.strictObject({ url: serverUrl }),
  secrets: ["url"],
  fields: [
    {
      name: "url",
      label: "Webhook address",
      kind: "secret",
      required: true,
      help: "From Slack: Apps > Incoming Webhooks. It starts with https://hooks.slack.com/services/.",
      initial: null,
    },
  ],
  perMinute: 30,
  async send({ url }, notice, { site, post }) {
    const link = linkOf(notice, site);
    const title = escapeText(notice.title);
    const body = shorten(escapeText(notice.body), longestSection);
    const sections = [body, link ? `<${link}|Open in the panel>` : ""].filter(Boolean);
    const blocks = sections.map((text) => ({ type: "section", text: { type: "mrkdwn", text } }));
    const attachments = [{ color: colours[notice.severity], fallback: title, blocks }];
    const headers = { "content-type": "application/json" };
    return post({ url, headers, body: JSON.stringify({ text: `*${title}*`, attachments }) });
  },
});
