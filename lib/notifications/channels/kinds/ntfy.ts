import { z } from "zod";
import { defineChannelKind, serverUrl } from "../define-channel-kind";
import { linkOf, shorten } from "../notice-text";

/** ntfy's priorities: 5 is the highest, 3 the usual one. */
const priorities = { info: 3, warning: 4, error: 5 } as const;
const tags = { info: "information_source", warning: "warning", error: "rotating_light" } as const;

/** A topic of an ntfy server (https://docs.ntfy.sh/publish/#publish-as-json). */
export const ntfy = defineChannelKind({
  kind: "ntfy",
  label: "ntfy",
  description: "A push message by ntfy.sh, or by an ntfy server of yours.",
  settings: z.strictObject({
    server: serverUrl.default("https://ntfy.sh"),
    topic: z.string().regex(/^[\w-]{1,64}$/, "Use letters, digits, - and _ only, at most 64."),
    token: z
      .string()
      .max(200)
      .regex(/^[\x21-\x7e]*$/, "A token has no spaces.")
      .default(""),
  }),
  secrets: ["token"],
  destination: ["server"],
  fields: [
    {
      name: "server",
      label: "Server",
      kind: "text",
      required: false,
      help: "",
      initial: "https://ntfy.sh",
    },
    {
      name: "topic",
      label: "Topic",
      kind: "text",
      required: true,
      help: "Anyone who knows a topic without access control can read it: use a name that nobody guesses.",
      initial: null,
    },
    {
      name: "token",
      label: "Access token",
      kind: "secret",
      required: false,
      help: "Only for topics with access control.",
      initial: null,
    },
  ],
  perMinute: 60,
  async send({ server, topic, token }, notice, { site, post }) {
    const headers = {
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const message = {
      topic,
      title: notice.title,
      // A longer message would become an attachment.
      message: shorten(notice.body || notice.title, 1_300),
      priority: priorities[notice.severity],
      tags: [tags[notice.severity]],
      click: linkOf(notice, site) ?? undefined,
    };
    return post({ url: server, headers, body: JSON.stringify(message) });
  },
});
