import { isIP } from "node:net";
import type { MailRecordView } from "../contract";

/** What the records of a domain are made of. */
export type RecordFacts = {
  domain: string;
  /** Names of the servers; addresses have no place in MX and SRV records. */
  mxHost: string;
  imap: { host: string; port: number };
  submission: { host: string; port: number };
  keys: readonly { selector: string; publicKey: string }[];
  /** The panel's own name, which serves the settings of mail programs; null when it has none. */
  panelHost: string | null;
};

export type DomainRecord = Pick<MailRecordView, "name" | "type" | "value" | "purpose">;

/** The records that a domain needs, as values of zone files. Pure. */
export function domainRecords(facts: RecordFacts): DomainRecord[] {
  const { domain, mxHost, imap, submission, keys, panelHost } = facts;
  const record = (name: string, type: DomainRecord["type"], value: string, purpose: string) => ({
    name: name === "" ? domain : `${name}.${domain}`,
    type,
    value,
    purpose,
  });
  const isName = isIP(mxHost) === 0 && mxHost.includes(".");
  const named = [
    record("", "MX", `10 ${mxHost}.`, "Mail for the domain comes to this server."),
    record("", "TXT", '"v=spf1 mx -all"', "SPF: only this server sends mail of the domain."),
    record("_imaps._tcp", "SRV", `0 1 ${imap.port} ${imap.host}.`, "Mail programs find the server for reading."),
    record(
      "_submission._tcp",
      "SRV",
      `0 1 ${submission.port} ${submission.host}.`,
      "Mail programs find the server for sending.",
    ),
  ];
  return [
    ...(isName ? named : []),
    ...keys.map(({ selector, publicKey }) =>
      record(`${selector}._domainkey`, "TXT", dkimText(publicKey), "DKIM: receivers check the signature with it."),
    ),
    record("_dmarc", "TXT", '"v=DMARC1; p=quarantine"', "DMARC: what receivers do with forged mail."),
    ...(panelHost === null
      ? []
      : ["autoconfig", "autodiscover"].map((name) =>
          record(name, "CNAME", `${panelHost}.`, "Mail programs read their settings there."),
        )),
  ];
}

/** Character strings of a TXT record have at most 255 bytes. */
export function dkimText(publicKey: string): string {
  const text = `v=DKIM1; k=rsa; p=${publicKey}`;
  const parts = text.match(/.{1,255}/g) ?? [];
  return parts.map((part) => `"${part}"`).join(" ");
}

/** Whether a name in DNS is one that the panel writes for the mail of this domain. */
export function isMailName(name: string, domain: string): boolean {
  if (name === domain) return true;
  if (!name.endsWith(`.${domain}`)) return false;
  const below = name.slice(0, -domain.length - 1);
  return /^([a-z0-9]+\._domainkey|_dmarc|_imaps\._tcp|_submission\._tcp|autoconfig|autodiscover)$/.test(below);
}

/** Text records share a name: which of them serves the same purpose. */
export function purposeOf({ type, value }: Pick<DomainRecord, "type" | "value">): string {
  if (type !== "TXT") return type;
  const text = value.replaceAll(/"\s*"/g, "").replace(/^"/, "").toLowerCase();
  const [known] = ["v=spf1", "v=dkim1", "v=dmarc1"].filter((tag) => text.startsWith(tag));
  return known ?? `TXT ${text}`;
}
