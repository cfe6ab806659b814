import { coreErrors } from "@/lib/core/errors";
import type { MailServerView } from "../contract";
import { setupOf, xml } from "./client-setup";

/** Autodiscover of Outlook (MS-OXDSCLI, "POX"): the program posts the address in XML and gets the servers in XML. */
const mostBytes = 16 * 1024;
const requestSchema = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
const outlookSchema = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

/** The address in what Outlook sent. `malformed_request` without one, `payload_too_large` for more than 16 KiB. */
export async function readAutodiscover(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostBytes) throw coreErrors.payload_too_large({ detail: "The request may have at most 16 KiB." });
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  const address = /<(?:[\w-]+:)?EMailAddress>\s*([^<>&\s]{3,254})\s*</i.exec(text)?.[1];
  if (address) return address;
  throw coreErrors.malformed_request({ detail: "Send an Autodiscover request with an EMailAddress." });
}

export async function describeAutodiscover(typed: string): Promise<string> {
  const { address, imap, submission } = await setupOf(typed);
  const protocol = (type: string, { host, port, tls }: MailServerView) => `      <Protocol>
        <Type>${type}</Type>
        <Server>${xml(host)}</Server>
        <Port>${port}</Port>
        <DomainRequired>off</DomainRequired>
        <LoginName>${xml(address)}</LoginName>
        <SPA>off</SPA>
        <SSL>on</SSL>
        <Encryption>${tls === "implicit" ? "SSL" : "TLS"}</Encryption>
        <AuthRequired>on</AuthRequired>
      </Protocol>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="${requestSchema}">
  <Response xmlns="${outlookSchema}">
    <Account>
      <AccountType>email</AccountType>
      <Action>settings</Action>
${protocol("IMAP", imap)}
${protocol("SMTP", submission)}
    </Account>
  </Response>
</Autodiscover>
`;
}
