import { readdirSync } from "node:fs";
import { type Collector, growth, perSecond } from "./collector";
import { ProcFile } from "./proc-file";

/** Bytes read and written by whole devices: what partitions, mappers and arrays do is in their devices. */
type Totals = { read: number; written: number };

const sectorBytes = 512;
const virtual = /^(loop|ram|dm-|md|zram|sr|fd|nbd)/;
const devicesEveryMs = 60_000;

/** Pure. */
export function readTotals(text: string, devices: ReadonlySet<string>): Totals {
  const totals = { read: 0, written: 0 };
  for (const line of text.split("\n")) {
    const fields = line.trim().split(/\s+/);
    if (!devices.has(fields[2] ?? "")) continue;
    totals.read += Number(fields[5]) * sectorBytes;
    totals.written += Number(fields[9]) * sectorBytes;
  }
  return totals;
}

const wholeDevices = () => new Set(readdirSync("/sys/block").filter((name) => !virtual.test(name)));

export function diskRatesCollector(file = new ProcFile("/proc/diskstats"), listDevices = wholeDevices): Collector {
  let devices: ReadonlySet<string> = new Set();
  let listedAt = Number.NEGATIVE_INFINITY;
  let before: Totals | undefined;
  return {
    name: "disk-rates",
    collect(elapsedMs) {
      if (performance.now() - listedAt > devicesEveryMs) {
        devices = listDevices();
        listedAt = performance.now();
      }
      const now = readTotals(file.read(), devices);
      const readings = {
        "disk.read": perSecond(growth(now.read, before?.read), elapsedMs),
        "disk.write": perSecond(growth(now.written, before?.written), elapsedMs),
      };
      before = now;
      return readings;
    },
  };
}
