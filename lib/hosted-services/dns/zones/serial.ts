/**
 * Serials of zones are ours: YYYYMMDDnn as people expect, and always more than the one before. They fit 32 bits with a
 * sign through the year 2147. Pure.
 */
export function nextSerial(previous: number | null, now: Date): number {
  const today = Number(now.toISOString().slice(0, 10).replaceAll("-", "")) * 100;
  return Math.max((previous ?? 0) + 1, today);
}

/** Refresh, retry, expire (RFC 1912, 2.2) and how long a missing name is remembered (RFC 2308), in seconds. */
const times = "10800 3600 1209600 3600";
const ttl = 3_600;

/** The SOA record of a zone; the first name server is the primary one. */
export function soaOf(
  zone: string,
  { serial, nameservers }: { serial: number; nameservers: readonly string[] },
): { ttl: number; value: string } {
  return { ttl, value: `${nameservers[0] ?? zone} hostmaster.${zone} ${serial} ${times}` };
}
