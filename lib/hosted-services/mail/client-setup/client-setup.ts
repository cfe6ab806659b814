import { createHash } from "node:crypto";
import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { domainOf, readOwnAddress } from "../addresses";
import type { MailServerView } from "../contract";
import { serversOf } from "../records/record-facts";

/** What mail programs read to set themselves up. Public: only names of servers are in it. */
type Setup = { address: string; domain: string; imap: MailServerView; submission: MailServerView };

export async function setupOf(typed: string): Promise<Setup> {
  const { address } = readOwnAddress(typed, "emailaddress");
  const where = { kind_objectName: { kind: "mail-domain", objectName: domainOf(address) } };
  const row = await sql().prisma.hostedResource.findUnique({ where, include: { provider: true } });
  if (row?.status !== "active") throw coreErrors.not_found({ detail: "There is no such mail domain." });
  const { imap, submission } = serversOf(row.provider);
  return { address, domain: row.objectName, imap, submission };
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
export const xml = (text: string | number) =>
  String(text).replaceAll(/[&<>"']/g, (character) => escapes[character] ?? "");

/** Mozilla's format, which Thunderbird and others read (config-v1.1). */
export async function describeAutoconfig(typed: string): Promise<string> {
  const { domain, imap, submission } = await setupOf(typed);
  const server = (tag: string, type: string, { host, port, tls }: MailServerView) => `    <${tag} type="${type}">
      <hostname>${xml(host)}</hostname>
      <port>${port}</port>
      <socketType>${tls === "implicit" ? "SSL" : "STARTTLS"}</socketType>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </${tag}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="${xml(domain)}">
    <domain>${xml(domain)}</domain>
    <displayName>${xml(domain)}</displayName>
    <displayShortName>${xml(domain)}</displayShortName>
${server("incomingServer", "imap", imap)}
${server("outgoingServer", "smtp", submission)}
  </emailProvider>
</clientConfig>
`;
}

/** A UUID that follows from the address: a profile that is installed again replaces the one from before. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/** A configuration profile for macOS and iOS; the device asks for the password. */
export async function describeAppleProfile(typed: string): Promise<{ file: string; text: string }> {
  const { address, domain, imap, submission } = await setupOf(typed);
  const string = (key: string, value: string) => `      <key>${key}</key><string>${xml(value)}</string>`;
  const number = (key: string, value: number) => `      <key>${key}</key><integer>${value}</integer>`;
  const yes = (key: string) => `      <key>${key}</key><true/>`;
  const account = [
    string("PayloadType", "com.apple.mail.managed"),
    string("PayloadIdentifier", `${domain}.mail.${address}`),
    string("PayloadUUID", uuidOf(`account ${address}`)),
    number("PayloadVersion", 1),
    string("EmailAccountDescription", address),
    string("EmailAccountType", "EmailTypeIMAP"),
    string("EmailAddress", address),
    string("IncomingMailServerAuthentication", "EmailAuthPassword"),
    string("IncomingMailServerHostName", imap.host),
    number("IncomingMailServerPortNumber", imap.port),
    yes("IncomingMailServerUseSSL"),
    string("IncomingMailServerUsername", address),
    string("OutgoingMailServerAuthentication", "EmailAuthPassword"),
    string("OutgoingMailServerHostName", submission.host),
    number("OutgoingMailServerPortNumber", submission.port),
    yes("OutgoingMailServerUseSSL"),
    string("OutgoingMailServerUsername", address),
    yes("OutgoingPasswordSameAsIncomingPassword"),
  ];
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
  <dict>
    <key>PayloadContent</key><array><dict>
${account.join("\n")}
    </dict></array>
    <key>PayloadDisplayName</key><string>${xml(address)}</string>
    <key>PayloadIdentifier</key><string>${xml(`${domain}.${address}`)}</string>
    <key>PayloadType</key><string>Configuration</string>
    <key>PayloadUUID</key><string>${uuidOf(`profile ${address}`)}</string>
    <key>PayloadVersion</key><integer>1</integer>
  </dict>
</plist>
`;
  return { file: `${domain}.mobileconfig`, text };
}
