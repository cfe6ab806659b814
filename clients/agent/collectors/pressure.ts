import { existsSync } from "node:fs";
import type { Collector } from "./collector";
import { ProcFile } from "./proc-file";

/**
 * Share of the last ten seconds in which some work waited for CPU, memory or disks (Documentation/accounting/psi.rst of
 * Linux). Kernels without it have no figures.
 */
const kinds = ["cpu", "memory", "io"] as const;

/** Pure. */
export function someOfTenSeconds(text: string): number | null {
  const value = /^some avg10=([\d.]+)/m.exec(text)?.[1];
  return value === undefined ? null : Number(value);
}

export function pressureCollector(): Collector {
  const files = kinds
    .filter((kind) => existsSync(`/proc/pressure/${kind}`))
    .map((kind) => ({ kind, file: new ProcFile(`/proc/pressure/${kind}`) }));
  return {
    name: "pressure",
    collect: () =>
      Object.fromEntries(files.map(({ kind, file }) => [`pressure.${kind}`, someOfTenSeconds(file.read())])),
  };
}
