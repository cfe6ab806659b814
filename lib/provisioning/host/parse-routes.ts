import { type Block, parseCidr } from "../docker/networks/subnets";

/**
 * Blocks that a machine routes, from the text of `ip -4 route show table all` or, where that program is absent, of
 * `/proc/net/route` (its own table only). Pure. Default routes are left out, and so are halves of everything, which
 * VPN programs use as default routes: they are no sign that a private block is in use.
 */
const shortestPrefix = 8;
/** Routes that only reject a block. */
const refusing = new Set(["unreachable", "blackhole", "prohibit", "throw"]);
const typed = new Set(["unicast", "local", "broadcast", "multicast", "anycast", "nat"]);

export function parseRoutes(text: string): Block[] {
  return text
    .split("\n")
    .map((line) => (/^\S+\t[0-9A-F]{8}\t/.test(line) ? procRoute(line) : ipRoute(line)))
    .filter((block) => block !== null);
}

function ipRoute(line: string): Block | null {
  const words = line.trim().split(/\s+/);
  const [first = ""] = words;
  if (refusing.has(first)) return null;
  const destination = (typed.has(first) ? words[1] : first) ?? "";
  return blockOf(destination.includes("/") ? destination : `${destination}/32`);
}

// Iface Destination Gateway Flags RefCnt Use Metric Mask …; numbers in hexadecimal, bytes reversed.
function procRoute(line: string): Block | null {
  const [, destination = "", , flags = "", , , , mask = ""] = line.split("\t");
  const rejects = 0x200;
  if (Number.parseInt(flags, 16) & rejects) return null;
  const bytes = [6, 4, 2, 0].map((at) => Number.parseInt(destination.slice(at, at + 2), 16));
  const prefix = [...Number.parseInt(mask, 16).toString(2)].filter((bit) => bit === "1").length;
  return blockOf(`${bytes.join(".")}/${prefix}`);
}

function blockOf(cidr: string): Block | null {
  const prefix = Number(cidr.slice(cidr.indexOf("/") + 1));
  return prefix >= shortestPrefix ? parseCidr(cidr) : null;
}

/** Prints what {@link parseRoutes} reads. */
export const routesScript = "ip -4 route show table all 2>/dev/null || cat /proc/net/route";
