import { coreErrors } from "@/lib/core/errors";
import { absoluteName, displayName } from "../dns/records/names";
import { readZoneName } from "../dns/zones/zone-name";

/** Rules for mail addresses. Pure; throw `validation_failed` at `path`. */

const localPart = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
/** What other servers may have before the @ (RFC 5321, without quoted forms). */
const foreignLocalPart = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/i;

export type Address = { address: string; local: string; domain: string };

const invalid = (path: string, message: string) => coreErrors.validation_failed({ errors: [{ path, message }] });

/** Lower case, with the domain as in DNS. */
export function readMailDomain(text: string, path = "name"): string {
  const read = readZoneName(text);
  if ("message" in read) throw invalid(path, read.message);
  const name = read.value.slice(0, -1);
  if (!/^[a-z0-9.-]+$/.test(name)) throw invalid(path, "Use letters, digits, hyphens and dots.");
  return name;
}

/** An address that is created here. */
export function readOwnAddress(text: string, path = "address"): Address {
  const { local, domain } = split(text, path);
  const lower = local.toLowerCase();
  if (!localPart.test(lower) || lower.includes("..")) {
    throw invalid(
      path,
      "Before the @ use letters, digits, dots, hyphens and underscores, and begin and end with a letter or digit.",
    );
  }
  const name = readMailDomain(domain, path);
  return { address: `${lower}@${name}`, local: lower, domain: name };
}

/** An address that mail is sent on to, here or elsewhere. */
export function readDestination(text: string, path: string): string {
  const { local, domain } = split(text, path);
  if (!foreignLocalPart.test(local) || local.startsWith(".") || local.endsWith(".") || local.includes(".."))
    throw invalid(path, `"${text}" is no mail address.`);
  return `${local.toLowerCase()}@${readMailDomain(domain, path)}`;
}

export function readDestinations(texts: readonly string[], path: string): string[] {
  return [...new Set(texts.map((text, index) => readDestination(text, `${path}.${index}`)))];
}

function split(text: string, path: string): { local: string; domain: string } {
  const typed = text.normalize("NFKC").trim();
  const at = typed.lastIndexOf("@");
  if (at < 1 || at === typed.length - 1) throw invalid(path, `Write the whole address, such as name@example.com.`);
  return { local: typed.slice(0, at), domain: typed.slice(at + 1) };
}

export const domainOf = (address: string) => address.slice(address.lastIndexOf("@") + 1);

/** As people read it. */
export function displayAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at + 1)}${displayDomain(address.slice(at + 1))}`;
}

export const displayDomain = (domain: string) => displayName(absoluteName(domain)).replace(/\.$/, "");

/**
 * The addresses of a circle that mail for `start` would run in, or null. `routes`: where mail for an address goes; a
 * mailbox that keeps a copy has itself among them, which is no circle.
 */
export async function findCircle(
  start: string,
  destinations: readonly string[],
  routes: (addresses: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>,
): Promise<string[] | null> {
  const cameFrom = new Map<string, string>();
  let border = destinations.filter((address) => address !== start);
  for (const address of border) cameFrom.set(address, start);
  while (border.length > 0) {
    const next = await routes(border);
    const reached: string[] = [];
    for (const address of border) {
      for (const target of next.get(address) ?? []) {
        if (target === start) return pathTo(cameFrom, start, address);
        if (target === address || cameFrom.has(target)) continue;
        cameFrom.set(target, address);
        reached.push(target);
      }
    }
    border = reached;
  }
  return null;
}

function pathTo(cameFrom: ReadonlyMap<string, string>, start: string, last: string): string[] {
  const path = [start];
  for (let address = last; address !== start; address = cameFrom.get(address) ?? start) path.unshift(address);
  return [start, ...path];
}
