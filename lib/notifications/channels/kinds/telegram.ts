import { z } from "zod";
import { defineChannelKind, serverUrl } from "../define-channel-kind";
import { plainText, shorten } from "../notice-text";

const retryLater = z.object({ parameters: z.object({ retry_after: z.number().positive() }) });

/** Telegram sends the time in the body instead of a header. */
function retryAfterIn(text: string): number | null {
  try {
    return retryLater.parse(JSON.parse(text)).parameters.retry_after;
  } catch {
    // Another reply, or one that was cut.
    return null;
  }
}

/** A bot's sendMessage (https://core.telegram.org/bots/api#sendmessage). */
export const telegram = defineChannelKind({
  kind: "telegram",
  label: "Telegram",
  description: "A message from a bot of yours to a chat or group.",
  settings: z.strictObject({
    token: z.string().regex(/^\d{3,20}:[\w-]{20,100}$/, "Use the token that BotFather shows, such as 123456:ABC-DEF…"),
    chat: z.string().regex(/^(-?\d{1,20}|@\w{3,60})$/, "Use the number of the chat, or @name of a public channel."),
    server: serverUrl.default("https://api.telegram.org"),
  }),
  secrets: ["token"],
  destination: ["server"],
  fields: [
    {
      name: "token",
      label: "Token of the bot",
      kind: "secret",
      required: true,
      help: "BotFather shows it when you create a bot.",
      initial: null,
    },
    {
      name: "chat",
      label: "Chat",
      kind: "text",
      required: true,
      help: "The number of the chat, or @name of a public channel. Write to the bot first.",
      initial: null,
    },
    {
      name: "server",
      label: "Server",
      kind: "text",
      required: false,
      help: "Another one only if you run a Bot API server yourself.",
      initial: "https://api.telegram.org",
    },
  ],
  // Telegram accepts 20 a minute in one group.
  perMinute: 20,
  async send({ token, chat, server }, notice, { site, post }) {
    const answer = await post({
      url: `${server.replace(/\/+$/, "")}/bot${token}/sendMessage`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        chat_id: chat,
        text: shorten(plainText(notice, site), 4_096),
        link_preview_options: { is_disabled: true },
        disable_notification: notice.severity === "info",
      }),
    });
    return { ...answer, retryAfterSeconds: retryAfterIn(answer.text) ?? answer.retryAfterSeconds };
  },
});
