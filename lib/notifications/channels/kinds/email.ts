import { z } from "zod";
import { normaliseEmail } from "@/lib/core/typed-text";
import { defineChannelKind } from "../define-channel-kind";

/** Mails to an address of the person. They take the way of all mails: held without a mail server, one Message-ID. */
export const email = defineChannelKind({
  kind: "email",
  label: "E-mail",
  description: "Mails to another address than that of your account.",
  settings: z.strictObject({ address: z.string().overwrite(normaliseEmail).pipe(z.email().max(254)) }),
  secrets: [],
  needsConfirmation: true,
  fields: [{ name: "address", label: "Address", kind: "text", required: true, help: "", initial: null }],
  perMinute: 10,
  mailTo: ({ address }) => address,
});
