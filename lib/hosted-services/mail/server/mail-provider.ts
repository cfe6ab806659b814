import { PostgresConnection } from "../../databases/postgresql/postgres-connection";
import { hostedServiceErrors } from "../../errors";
import { fullReason } from "../../provider-error";
import type { ProviderField } from "../../providers/contract";
import { defineProviderKind } from "../../providers/define-provider-kind";
import { doveadm } from "./doveadm";
import { describeMailStore } from "./mail.remote.sql";
import { type MailConnection, mailConnectionSchema } from "./mail-connection";
import { managedMail } from "./mail-server";

const text = (name: string, label: string, help: string): ProviderField => ({
  name,
  label,
  kind: "text",
  required: true,
  help,
  initial: null,
});
const number = (name: string, label: string, initial: number): ProviderField => ({
  name,
  label,
  kind: "number",
  required: true,
  help: "",
  initial,
});

/** A mail server whose Postfix, Dovecot and OpenDKIM read the tables of games/mail/schema.sql. */
export const mailProvider = defineProviderKind({
  kind: "mail",
  label: "Mail",
  description:
    "Postfix, Dovecot and OpenDKIM with a PostgreSQL database. Customers get mail domains and mailboxes on it.",
  schema: mailConnectionSchema,
  fields: [
    {
      ...text(
        "url",
        "Database URL",
        "postgresql://lightnode:password@host:5432/mail, with the tables of the mail server.",
      ),
      kind: "secret",
    },
    text(
      "doveadmUrl",
      "URL of doveadm",
      "Dovecot's HTTP API, such as http://10.0.0.5:8080. It should be reachable from the panel only.",
    ),
    { ...text("doveadmKey", "Key of doveadm", "doveadm_api_key of dovecot.conf"), kind: "secret" },
    text("smtpHost", "Address of the SMTP server", "The panel asks it whether mail for a new address is taken."),
    number("smtpPort", "SMTP port", 25),
    text(
      "publicHost",
      "Name for customers",
      "In MX records and in the settings of mail programs, such as mail.example.net.",
    ),
    number("imapsPort", "IMAP port (TLS)", 993),
    number("submissionPort", "Submission port (STARTTLS)", 587),
  ],
  managed: managedMail,
  endpoints: ({ publicHost: host, smtpPort, imapsPort, submissionPort }) => [
    { name: "smtp", protocol: "smtp", host, port: smtpPort },
    { name: "submission", protocol: "submission", host, port: submissionPort },
    { name: "imaps", protocol: "imaps", host, port: imapsPort },
  ],
  test: testMailServer,
});

async function testMailServer(connection: MailConnection, signal: AbortSignal): Promise<string> {
  const store = new PostgresConnection(connection.url);
  try {
    const [found] = await store.rows<{ version: string; missing: string[] }>(describeMailStore, [], signal);
    if (!found) throw new Error("The database did not describe itself.");
    if (found.missing.length > 0) throw new Error(`The database user lacks ${found.missing.join(", ")}.`);
    // Answered without a user of this name too; it shows that the key is right.
    await doveadm(connection, "who", {}, signal);
    return `Dovecot with PostgreSQL ${found.version.split(" ")[0]}`;
  } catch (error) {
    throw hostedServiceErrors.connection_failed({ detail: fullReason(error), cause: error });
  } finally {
    await store.close();
  }
}
