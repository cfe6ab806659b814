import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { messageOf } from "@/lib/core/errors";
import type { Provider, Ref } from "../../provider";
import { ProviderError } from "../../provider-error";
import { diffZones } from "../diff/diff-zones";
import { type Rrset, recordTypeSchema } from "../records/contract";
import { soaOf } from "../zones/serial";
import type { ObservedZone as AnsweredZone } from "./answers";
import { askSerial } from "./ask-serial";
import { type DnsConnection, dnsConnectionSchema } from "./connection-schema";
import { inTurn } from "./in-turn";
import { PowerDnsClient, type Soa } from "./powerdns-client";

/** What a zone should be. The records are those of all sources, merged. */
export type ZoneSpec = {
  serial: number;
  nameservers: string[];
  dnssec: boolean;
  rrsets: Rrset[];
  secondaries: string[];
};

export const observedZoneSchema = z.object({
  rrsets: z.array(
    z.object({ name: z.string(), type: recordTypeSchema, ttl: z.number().int(), values: z.array(z.string()) }),
  ),
  serial: z.number().int(),
  dnssec: z.boolean(),
  /** For the parent. */
  ds: z.array(z.string()),
  /** Who may transfer it. */
  secondaries: z.array(z.string()).default([]),
});
export type ObservedZone = z.output<typeof observedZoneSchema>;

type Wanted = { rrsets: readonly Rrset[]; dnssec: boolean; soa?: Soa; secondaries: readonly string[] };
/** Ids of our zones; other programs have other accounts. */
const marker = /^zon_[0-9a-z]{26}$/;
const verifyTries = 10;
const verifyPauseMs = 300;

/** Zones on one PowerDNS server. The `account` of a zone is its marker. */
export class PowerDnsZones implements Provider<ZoneSpec, ObservedZone> {
  readonly #connection: DnsConnection;
  readonly #client: PowerDnsClient;

  constructor(connection: unknown) {
    this.#connection = dnsConnectionSchema.parse(connection);
    this.#client = new PowerDnsClient({ url: this.#connection.apiUrl, apiKey: this.#connection.apiKey });
  }

  async observe({ name, marker }: Ref, signal: AbortSignal): Promise<ObservedZone | "foreign" | null> {
    const zone = await this.#client.getZone(name, signal);
    if (!zone) return null;
    if (zone.account !== marker) return "foreign";
    const { rrsets, serial, dnssec } = zone;
    const { ds } = dnssec ? await this.#client.getKeys(name, signal) : { ds: [] };
    return { rrsets, serial, dnssec, ds, secondaries: await this.#secondariesOf(name, signal) };
  }

  ensure(ref: Ref, spec: ZoneSpec, signal: AbortSignal): Promise<"created" | "updated" | "already"> {
    return this.#inTurn(signal, async () => {
      const soa = soaOf(ref.name, spec);
      const found = await this.#client.getZone(ref.name, signal);
      if (found) return (await this.#change(ref, found, { ...spec, soa }, signal)) ? "updated" : "already";
      const settings = { account: ref.marker, dnssec: spec.dnssec, soaEditApi: "OFF" as const, soa };
      await this.#client.createZone(ref.name, settings, spec.rrsets, signal);
      if (spec.secondaries.length > 0) await this.#setSecondaries(ref, spec.secondaries, signal);
      return "created";
    });
  }

  remove({ name, marker }: Ref, signal: AbortSignal): Promise<"deleted" | "absent"> {
    return this.#inTurn(signal, async () => {
      const zone = await this.#client.getZone(name, signal);
      return zone?.account === marker ? this.#client.deleteZone(name, signal) : "absent";
    });
  }

  /** The records and whether the zone is signed. The serial stays: it never falls. */
  async restore(ref: Ref, before: ObservedZone, signal: AbortSignal): Promise<void> {
    await this.#inTurn(signal, async () => {
      const found = await this.#client.getZone(ref.name, signal);
      if (found?.account === ref.marker) await this.#change(ref, found, before, signal);
    });
  }

  async verify({ name }: Ref, { serial }: ZoneSpec, signal: AbortSignal): Promise<string> {
    const { publicHost: host, publicPort: port } = this.#connection;
    let answered: number | null = null;
    await this.#client.clearAnswers(name, signal);
    for (let tries = 0; tries < verifyTries; tries++) {
      answered = await askSerial({ host, port }, name).catch((error: unknown) => {
        throw new ProviderError("down", { detail: `The DNS service does not answer: ${messageOf(error)}.` });
      });
      if (answered === serial) return `The name server answers with serial ${serial}`;
      await sleep(verifyPauseMs, null, { signal });
    }
    const found = answered === null ? "does not know the zone" : `answers with serial ${answered}, not ${serial}`;
    throw new ProviderError("busy", { detail: `The name server ${found}.` });
  }

  async list(signal: AbortSignal): Promise<Ref[]> {
    const zones = await this.#client.listZones(signal);
    return zones.filter(({ account }) => marker.test(account)).map(({ name, account }) => ({ name, marker: account }));
  }

  async close(): Promise<void> {}

  /** Whether anything was different. A signed zone refuses some records, so it is signed last and unsigned first. */
  async #change({ name, marker }: Ref, found: AnsweredZone, wanted: Wanted, signal: AbortSignal): Promise<boolean> {
    if (found.account !== marker) throw new ProviderError("conflict", { detail: `The zone ${name} is not this one.` });
    const changes = diffZones(found.rrsets, wanted.rrsets);
    const { soa } = wanted;
    const isSoaDifferent = soa !== undefined && (found.soa?.value !== soa.value || found.soa.ttl !== soa.ttl);
    if (found.dnssec && !wanted.dnssec) await this.#client.setDnssec(name, false, signal);
    await this.#client.changeRecords(name, changes, { signal, ...(isSoaDifferent ? { soa } : {}) });
    if (!found.dnssec && wanted.dnssec) await this.#client.setDnssec(name, true, signal);
    const isTransferDifferent = await this.#changeSecondaries({ name, marker }, wanted.secondaries, signal);
    return changes.length > 0 || isSoaDifferent || found.dnssec !== wanted.dnssec || isTransferDifferent;
  }

  #secondariesOf(name: string, signal: AbortSignal): Promise<string[]> {
    return this.#client.getMetadata(name, "ALLOW-AXFR-FROM", signal);
  }

  async #changeSecondaries(ref: Ref, wanted: readonly string[], signal: AbortSignal): Promise<boolean> {
    const found = await this.#secondariesOf(ref.name, signal);
    if ([...found].sort().join() === [...wanted].sort().join()) return false;
    await this.#setSecondaries(ref, wanted, signal);
    return true;
  }

  /** A server notifies of zones of the kind Master only. Who may transfer it last: it is what is compared. */
  async #setSecondaries({ name, marker }: Ref, addresses: readonly string[], signal: AbortSignal): Promise<void> {
    const kind = addresses.length > 0 ? "Master" : "Native";
    await this.#client.changeSettings(name, { kind, account: marker }, signal);
    await this.#client.setMetadata(name, "ALSO-NOTIFY", [...addresses], signal);
    await this.#client.setMetadata(name, "ALLOW-AXFR-FROM", [...addresses], signal);
  }

  #inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return inTurn(this.#connection.apiUrl, signal, work);
  }
}
