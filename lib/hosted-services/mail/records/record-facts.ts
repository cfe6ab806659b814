import { isIP } from "node:net";
import { z } from "zod";
import { env } from "@/lib/core/env";
import type { MailDomain } from "@/lib/db/generated/client";
import { endpointSchema } from "../../providers/contract";
import type { MailServerView } from "../contract";
import type { RecordFacts } from "./domain-records";

/** Where mail programs connect to, and the host in MX records. */
export function serversOf(provider: { endpoints: unknown }): {
  imap: MailServerView;
  submission: MailServerView;
  mxHost: string;
} {
  const endpoints = z.array(endpointSchema).parse(provider.endpoints);
  const named = (name: string) => {
    const endpoint = endpoints.find((item) => item.name === name);
    if (!endpoint) throw new Error(`a provider of mail has the endpoint ${name}`);
    return { host: endpoint.host, port: endpoint.port };
  };
  return {
    imap: { ...named("imaps"), tls: "implicit" },
    submission: { ...named("submission"), tls: "starttls" },
    mxHost: named("smtp").host,
  };
}

/** The panel's own name, if it can be the target of a CNAME record. */
export function panelHost(): string | null {
  const { hostname } = new URL(env().NEXTAUTH_URL);
  return isIP(hostname) === 0 && hostname.includes(".") && !hostname.startsWith("[") ? hostname : null;
}

type Row = { objectName: string; provider: { endpoints: unknown }; mail: MailDomain };

export function factsOf({ objectName, provider, mail }: Row): RecordFacts {
  const { previousSelector, previousPublic } = mail;
  const previous =
    previousSelector && previousPublic ? [{ selector: previousSelector, publicKey: previousPublic }] : [];
  const keys = [{ selector: mail.dkimSelector, publicKey: mail.dkimPublic }, ...previous];
  return { domain: objectName, ...serversOf(provider), keys, panelHost: panelHost() };
}
