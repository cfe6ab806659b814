import { createPrivateKey, X509Certificate } from "node:crypto";
import { z } from "zod";
import type { ProviderField } from "../../providers/contract";

const optional = (max: number) => z.string().trim().max(max).default("");

function isPair(certificate: string, key: string): boolean {
  if (certificate === "" && key === "") return true;
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** What an administrator chooses for a mail server that the panel runs. */
export const mailSettings = z
  .strictObject({
    /** The name in MX records, in the greeting and in the certificate. */
    hostname: z
      .string()
      .trim()
      .toLowerCase()
      .max(253)
      .regex(
        /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/,
        "Write a name such as mail.example.net.",
      ),
    /** A server that sends on what goes to other servers, as [host]:port; without one mail is delivered directly. */
    relayHost: z
      .string()
      .trim()
      .max(260)
      .regex(/^(\[?[a-zA-Z0-9.:-]+\]?(:\d{1,5})?)?$/, "Write [host]:port.")
      .default(""),
    relayUser: optional(200),
    relayPassword: optional(200),
    outbound: z.enum(["on", "off"]).default("on"),
    /** PEM: the certificate with its chain, and its key. Without them the server makes one of its own. */
    certificate: optional(50_000),
    key: optional(20_000),
  })
  .refine(({ certificate, key }) => isPair(certificate, key), {
    path: ["certificate"],
    message: "Send a certificate and its private key, both in PEM.",
  })
  .refine(({ relayUser, relayHost }) => relayUser === "" || relayHost !== "", {
    path: ["relayHost"],
    message: "Enter the server that the user name belongs to.",
  });

const field = (name: string, label: string, rest: Partial<ProviderField>): ProviderField => ({
  name,
  label,
  kind: "text",
  required: false,
  help: "",
  initial: null,
  ...rest,
});

export const mailSettingFields: ProviderField[] = [
  field("hostname", "Name of the mail server", {
    required: true,
    help: "Such as mail.example.net. Its address record and the reverse record of the address must lead to each other.",
  }),
  field("relayHost", "Relay for outgoing mail", { help: "[smtp.example.net]:587. Empty: mail is delivered directly." }),
  field("relayUser", "User at the relay", {}),
  field("relayPassword", "Password at the relay", { kind: "secret" }),
  field("outbound", "Mail to other servers", { help: "on or off", initial: "on" }),
  field("certificate", "Certificate", {
    kind: "area",
    help: "PEM, with the chain, for the name above. Without one the server makes its own, which mail programs warn about.",
  }),
  field("key", "Key of the certificate", {
    kind: "secret-area",
    help: "PEM. Send it again with each new certificate.",
  }),
];
