import { z } from "zod";
import { defineChannelKind, serverUrl } from "../define-channel-kind";
import { linkOf, shorten } from "../notice-text";

const colours = { info: 0x1c7ed6, warning: 0xf59f00, error: 0xe03131 } as const;

/** A webhook of a Discord channel (https://discord.com/developers/docs/resources/webhook#execute-webhook). */
export const discord = defineChannelKind({
  kind: "discord",
  label: "Discord",
  description: "A message in a Discord channel, by a webhook.",
  settings: z.strictObject({ url: serverUrl }),
  secrets: ["url"],
  fields: [
    {
      name: "url",
      label: "Webhook address",
      kind: "secret",
      required: true,
      help: "From Discord: Edit channel > Integrations > Webhooks. It starts with https://discord.com/api/webhooks/.",
      initial: null,
    },
  ],
  // Discord accepts 30 a minute for each webhook.
  perMinute: 30,
  async send({ url }, notice, { site, post }) {
    const embed = {
      title: shorten(notice.title, 256),
      description: shorten(notice.body, 4_096),
      url: linkOf(notice, site) ?? undefined,
      color: colours[notice.severity],
      timestamp: notice.at,
    };
    // No text of a notice can mention people of the channel.
    const body = JSON.stringify({ embeds: [embed], allowed_mentions: { parse: [] } });
    return post({ url, headers: { "content-type": "application/json" }, body });
  },
});
