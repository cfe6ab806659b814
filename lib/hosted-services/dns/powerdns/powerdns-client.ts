import { ProviderError } from "../../provider-error";
import type { RrsetChange } from "../diff/contract";
import type { Rrset } from "../records/contract";
import {
  exportAnswer,
  keysAnswer,
  metadataAnswer,
  type ObservedZone,
  serverAnswer,
  type ZoneHead,
  zoneAnswer,
  zoneListAnswer,
} from "./answers";
import { type ApiAccess, callApi, commandApi } from "./call-api";
import { metadataProblem, type ZoneMetadataKind, type ZoneSettings, zoneSettingsSchema } from "./zone-settings";

export type Soa = { ttl: number; value: string };

/** The keys of a signed zone: DS records for the parent, and the DNSKEY records that they belong to. */
export type ZoneKeys = { ds: string[]; dnskeys: string[] };

/**
 * The HTTP API of one PowerDNS server. Names and records are canonical, and were checked by `checkZone`: PowerDNS
 * accepts much of what would break a zone.
 *
 * The caller holds a lock: writes to one zone must not overlap (gpgsql: duplicate records), and with sqlite no two
 * writes at all ("database is locked" answers 500). After `unknown-outcome` the caller observes; nothing is repeated
 * here.
 */
export class PowerDnsClient {
  readonly #access: ApiAccess;

  constructor(access: ApiAccess) {
    this.#access = access;
  }

  /** Also shows that it is our server: each has a random key of its own. */
  async version(signal?: AbortSignal): Promise<string> {
    const answer = await callApi(this.#access, { method: "GET", path: "", signal }, serverAnswer);
    return answer.version;
  }

  /** All zones of the server, without their records. */
  listZones(signal?: AbortSignal): Promise<ZoneHead[]> {
    return callApi(this.#access, { method: "GET", path: "/zones?dnssec=true", signal }, zoneListAnswer);
  }

  /** Null if the server does not have the zone. */
  async getZone(name: string, signal?: AbortSignal): Promise<ObservedZone | null> {
    const call = { method: "GET" as const, path: zonePath(name), signal };
    return orNull(() => callApi(this.#access, call, zoneAnswer));
  }

  /**
   * Creates the zone with all of its records in one call: afterwards it is there as a whole or not at all. `conflict`
   * if it exists; its `account` says whose it is.
   */
  async createZone(
    name: string,
    settings: ZoneSettings,
    rrsets: readonly Rrset[],
    signal?: AbortSignal,
  ): Promise<ObservedZone> {
    const { kind, soaEditApi, account, dnssec, soa } = zoneSettingsSchema.parse(settings);
    const body = {
      name,
      kind,
      account,
      dnssec,
      api_rectify: true,
      soa_edit_api: soaEditApi === "OFF" ? "" : soaEditApi,
      // Those of the records are used.
      nameservers: [],
      rrsets: [
        ...(soa ? [soaSet(name, soa)] : []),
        ...rrsets.map((rrset) => ({ ...keyOf(rrset), ttl: rrset.ttl, records: recordsOf(rrset.values) })),
      ],
    };
    return callApi(this.#access, { method: "POST", path: "/zones", body, signal }, zoneAnswer);
  }

  /** Makes all changes or none. Repeating it gives the same records and, without `soa`, another serial. */
  async changeRecords(
    name: string,
    changes: readonly RrsetChange[],
    { signal, soa }: { signal?: AbortSignal; soa?: Soa } = {},
  ): Promise<void> {
    if (changes.length === 0 && !soa) return;
    const rrsets = changes.map(({ after, ...change }) =>
      after === null
        ? { ...keyOf(change), changetype: "DELETE" }
        : { ...keyOf(change), changetype: "REPLACE", ttl: after.ttl, records: recordsOf(after.values) },
    );
    const body = { rrsets: soa ? [...rrsets, { ...soaSet(name, soa), changetype: "REPLACE" }] : rrsets };
    await commandApi(this.#access, { method: "PATCH", path: zonePath(name), body, ...(signal ? { signal } : {}) });
  }

  /** The zone as a file, with what other programs wrote into it: kept before a deletion. */
  async exportZone(name: string, signal?: AbortSignal): Promise<string> {
    const call = { method: "GET" as const, path: `${zonePath(name)}/export`, signal };
    return (await callApi(this.#access, call, exportAnswer)).zone;
  }

  /** Removes this name's answers from the cache: one from before the zone existed is kept for 20 seconds. */
  async clearAnswers(name: string, signal?: AbortSignal): Promise<void> {
    await commandApi(this.#access, {
      method: "PUT",
      path: `/cache/flush?domain=${encodeURIComponent(name)}`,
      signal,
    });
  }

  async deleteZone(name: string, signal?: AbortSignal): Promise<"deleted" | "absent"> {
    const done = await orNull(async () => {
      await commandApi(this.#access, { method: "DELETE", path: zonePath(name), signal });
      return "deleted" as const;
    });
    return done ?? "absent";
  }

  /**
   * Idempotent. Switching off destroys the keys: on again makes other ones, so the DS records of the parent are wrong
   * then.
   */
  async setDnssec(name: string, enabled: boolean, signal?: AbortSignal): Promise<void> {
    const body = { dnssec: enabled, api_rectify: true };
    await commandApi(this.#access, { method: "PUT", path: zonePath(name), body, signal });
  }

  /** Only the public parts; the list of keys does not contain the others. */
  async getKeys(name: string, signal?: AbortSignal): Promise<ZoneKeys> {
    const call = { method: "GET" as const, path: `${zonePath(name)}/cryptokeys`, signal };
    const keys = (await callApi(this.#access, call, keysAnswer)).filter(({ active, published }) => active && published);
    return { ds: keys.flatMap(({ ds }) => ds), dnskeys: keys.map(({ dnskey }) => dnskey) };
  }

  /** Native or Master, and the owner of the zone. */
  async changeSettings(
    name: string,
    settings: Pick<ZoneSettings, "kind" | "account">,
    signal?: AbortSignal,
  ): Promise<void> {
    const { kind, account } = zoneSettingsSchema.parse(settings);
    await commandApi(this.#access, { method: "PUT", path: zonePath(name), body: { kind, account }, signal });
  }

  async getMetadata(name: string, kind: ZoneMetadataKind, signal?: AbortSignal): Promise<string[]> {
    const call = { method: "GET" as const, path: `${zonePath(name)}/metadata/${kind}`, signal };
    return (await callApi(this.#access, call, metadataAnswer)).metadata;
  }

  /** Replaces all values; none removes the setting. */
  async setMetadata(
    name: string,
    kind: ZoneMetadataKind,
    values: readonly string[],
    signal?: AbortSignal,
  ): Promise<void> {
    const problem = metadataProblem(kind, values);
    if (problem !== null) throw new ProviderError("invalid", { detail: problem });
    const body = { kind, metadata: values };
    await commandApi(this.#access, { method: "PUT", path: `${zonePath(name)}/metadata/${kind}`, body, signal });
  }
}

const zonePath = (name: string) => `/zones/${encodeURIComponent(name)}`;
const keyOf = ({ name, type }: Pick<Rrset, "name" | "type">) => ({ name, type });
const soaSet = (name: string, { ttl, value }: Soa) => ({ name, type: "SOA", ttl, records: recordsOf([value]) });
const recordsOf = (values: readonly string[]) => values.map((content) => ({ content, disabled: false }));

async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderError && error.kind === "not-found") return null;
    throw error;
  }
}
