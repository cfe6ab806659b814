import { type Rrset, recordTypes } from "../records/contract";

const order = new Map(["NS", ...recordTypes.filter((type) => type !== "NS")].map((type, index) => [type, index]));

/** Labels from the right, so that names stand below the one that they belong to (RFC 4034, 6.1). */
const sortKey = (name: string) => name.split(".").reverse().join("\0");

/**
 * The zone as a file that name servers and `readZoneText` read. `soa` is the record as the name server has it. ALIAS is
 * PowerDNS's own type: other servers refuse lines with it.
 */
export function formatZoneText(zone: string, soa: { ttl: number; value: string }, rrsets: readonly Rrset[]): string {
  const sorted = rrsets
    .map((rrset) => ({ rrset, key: `${sortKey(rrset.name)}\0\0${String(order.get(rrset.type)).padStart(2, "0")}` }))
    .sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
  const lines = sorted.flatMap(({ rrset: { name, type, ttl, values } }) =>
    values.map((value) => `${name}\t${ttl}\tIN\t${type}\t${value}`),
  );
  return [`$ORIGIN ${zone}`, `${zone}\t${soa.ttl}\tIN\tSOA\t${soa.value}`, ...lines, ""].join("\n");
}
