import { Resolver } from "node:dns/promises";
import { configuredResolvers } from "../../resolvers";
import type { MailRecordView, RecordState } from "../contract";
import { type DomainRecord, purposeOf } from "./domain-records";

const timeoutMs = 2_000;
/** Codes of answers that say for sure that there is nothing. */
const nothing = new Set(["ENODATA", "ENOTFOUND"]);

type Found = { values: string[] } | "unknown";
type Question = Pick<DomainRecord, "name" | "type">;
type Lookup = (question: Question) => Promise<Found>;

/** Compares what a domain needs with what DNS answers now. */
export async function checkRecords(
  records: readonly DomainRecord[],
  lookup: Lookup = makeLookup(),
): Promise<Pick<MailRecordView, "state" | "found">[]> {
  return Promise.all(records.map(async (record) => compareRecord(record, await lookup(record))));
}

/** The servers that DNS names for the mail of a domain, in lower case; none where it names none or does not answer. */
export async function mailServersOf(name: string): Promise<string[]> {
  const found = await makeLookup()({ name, type: "MX" });
  if (found === "unknown") return [];
  // An MX record is a number and a name; "." alone says that the domain has no mail.
  return found.values.map((value) => value.toLowerCase().replace(/^\d+ /, "").replace(/\.+$/, "")).filter(Boolean);
}

/** Pure. */
export function compareRecord(record: DomainRecord, found: Found): Pick<MailRecordView, "state" | "found"> {
  if (found === "unknown") return { state: "unknown", found: [] };
  const samePurpose = found.values.filter((value) => purposeOf({ ...record, value }) === purposeOf(record));
  const state = stateOf(record, samePurpose);
  return { state, found: state === "different" ? samePurpose : [] };
}

function stateOf(record: DomainRecord, values: readonly string[]): RecordState {
  if (values.length === 0) return "missing";
  const isThere = values.some((value) => canonical(value) === canonical(record.value));
  // A second MX or SPF record changes where mail goes, or makes the first one invalid.
  return isThere && values.length === 1 ? "ok" : "different";
}

const canonical = (value: string) => value.replaceAll(/"\s*"/g, "").toLowerCase().replaceAll(/\s+/g, " ");

function makeLookup(): Lookup {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  const servers = configuredResolvers();
  if (servers.length > 0) resolver.setServers(servers);
  return async ({ name, type }) => {
    try {
      return { values: await questions[type](resolver, name) };
    } catch (error) {
      const code = error instanceof Error ? String(Reflect.get(error, "code")) : "";
      return nothing.has(code) ? { values: [] } : "unknown";
    }
  };
}

const questions: Record<DomainRecord["type"], (resolver: Resolver, name: string) => Promise<string[]>> = {
  MX: async (resolver, name) =>
    (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}.`),
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map((parts) => `"${parts.join("")}"`),
  SRV: async (resolver, name) =>
    (await resolver.resolveSrv(name)).map((srv) => `${srv.priority} ${srv.weight} ${srv.port} ${srv.name}.`),
  CNAME: async (resolver, name) => (await resolver.resolveCname(name)).map((target) => `${target}.`),
};
