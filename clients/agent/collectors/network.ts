import { existsSync, readdirSync } from "node:fs";
import { type Collector, growth, perSecond } from "./collector";
import { ProcFile, readOrNull } from "./proc-file";

/**
 * Bytes of the network devices; those of bridges, tunnels, VLANs and bonds pass a device as well and would count twice. A
 * container has no device: there the interface of the default route counts.
 */
type Totals = { received: number; sent: number };

const interfacesEveryMs = 60_000;

/** Pure. */
export function readTotals(text: string, interfaces: ReadonlySet<string>): Totals {
  const totals = { received: 0, sent: 0 };
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon < 0 || !interfaces.has(line.slice(0, colon).trim())) continue;
    const fields = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/);
    totals.received += Number(fields[0]);
    totals.sent += Number(fields[8]);
  }
  return totals;
}

/** Interfaces of the default routes, in the form of /proc/net/route. Pure. */
export function defaultRoutes(text: string): string[] {
  const lines = text.split("\n").map((line) => line.split("\t"));
  return lines.filter(([, destination]) => destination === "00000000").map(([name = ""]) => name);
}

function countedInterfaces(): ReadonlySet<string> {
  const all = readdirSync("/sys/class/net");
  const devices = all.filter((name) => existsSync(`/sys/class/net/${name}/device`));
  return new Set(devices.length > 0 ? devices : defaultRoutes(readOrNull("/proc/net/route") ?? ""));
}

export function networkCollector(file = new ProcFile("/proc/net/dev"), list = countedInterfaces): Collector {
  let interfaces: ReadonlySet<string> = new Set();
  let listedAt = Number.NEGATIVE_INFINITY;
  let before: Totals | undefined;
  return {
    name: "network",
    collect(elapsedMs) {
      if (performance.now() - listedAt > interfacesEveryMs) {
        const found = list();
        // Another set of interfaces has other totals.
        if ([...found].join() !== [...interfaces].join()) before = undefined;
        interfaces = found;
        listedAt = performance.now();
      }
      const now = readTotals(file.read(), interfaces);
      const readings = {
        "network.received": perSecond(growth(now.received, before?.received), elapsedMs),
        "network.sent": perSecond(growth(now.sent, before?.sent), elapsedMs),
      };
      before = now;
      return readings;
    },
  };
}
