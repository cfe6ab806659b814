import { metricsOf } from "@/lib/monitoring/metrics/contract";
import type { Collector, Readings } from "./collector";
import { cpuCollector } from "./cpu";
import { diskRatesCollector } from "./disk-rates";
import { type Disk, diskSpaceCollector } from "./disk-space";
import { loadCollector } from "./load";
import { memoryCollector } from "./memory";
import { networkCollector } from "./network";
import { pressureCollector } from "./pressure";

/** All figures of a machine. Each collector fails alone: its figures are missing, and `failures` has the reason. */
export const columnNames: readonly string[] = metricsOf("machine").map(({ name }) => name);
const steps = metricsOf("machine").map(({ step }) => step);

/** Values in the order of {@link columnNames}. */
export type Row = (number | null)[];

const maxGapMs = 30_000;

export class Collection {
  readonly failures = new Map<string, string>();
  disks: readonly Disk[] = [];
  readonly #collectors: readonly Collector[];
  #lastAt: number | null = null;

  constructor(collectors?: readonly Collector[]) {
    this.#collectors = collectors ?? [
      cpuCollector(),
      memoryCollector(),
      diskSpaceCollector((disks) => {
        this.disks = disks;
      }),
      diskRatesCollector(),
      networkCollector(),
      loadCollector(),
      pressureCollector(),
    ];
  }

  async collect(): Promise<Row> {
    const now = performance.now();
    const elapsed = this.#lastAt === null ? null : now - this.#lastAt;
    // After a suspension the difference says nothing about any moment of it.
    const elapsedMs = elapsed !== null && elapsed <= maxGapMs ? elapsed : null;
    this.#lastAt = now;
    const readings: Readings = {};
    for (const collector of this.#collectors) Object.assign(readings, await this.#one(collector, elapsedMs));
    return columnNames.map((name, index) => rounded((readings as Record<string, unknown>)[name], steps[index] ?? 1));
  }

  async #one(collector: Collector, elapsedMs: number | null): Promise<Readings> {
    try {
      const readings = await collector.collect(elapsedMs);
      this.failures.delete(collector.name);
      return readings;
    } catch (error) {
      this.failures.set(collector.name, error instanceof Error ? error.message.slice(0, 200) : "unknown");
      return {};
    }
  }
}

function rounded(value: unknown, step: number): number | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  return Number((Math.round(value / step) * step).toFixed(2));
}
