import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";

/**
 * The serial that a DNS service answers for a zone, asked by UDP as resolvers do. Null while it does not know the zone.
 * Rejects if the service does not answer.
 */
export async function askSerial(service: { host: string; port: number }, zone: string): Promise<number | null> {
  const { host, port } = service;
  const address = isIP(host) === 0 ? (await lookup(host)).address : host;
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  resolver.setServers([isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`]);
  try {
    return (await resolver.resolveSoa(zone)).serial;
  } catch (error) {
    if (error instanceof Error && "code" in error && unknownZone.has(String(error.code))) return null;
    throw error;
  }
}

const unknownZone = new Set(["ENOTFOUND", "ENODATA", "EREFUSED", "ESERVFAIL"]);
