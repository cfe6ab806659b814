import type { Collector, Readings } from "./collector";
import { ProcFile, readOrNull } from "./proc-file";

/**
 * Memory that programs use: MemTotal − MemAvailable, so that caches do not count, as in free(1). The cache of ZFS is not in
 * MemAvailable and is subtracted. In a container the limit of its control group is the total.
 */
const kilobytes = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0) * 1024;

type Limits = { arcBytes: number; group: { limit: number; current: number; inactiveFile: number } | null };

/** Pure. */
export function memoryOf(text: string, { arcBytes, group }: Limits): Readings & { totalBytes: number } {
  const machineTotal = kilobytes(text, "MemTotal");
  const isLimited = group !== null && group.limit > 0 && group.limit < machineTotal;
  const totalBytes = isLimited ? group.limit : machineTotal;
  const used = isLimited
    ? group.current - group.inactiveFile
    : machineTotal - kilobytes(text, "MemAvailable") - arcBytes;
  const swapTotal = kilobytes(text, "SwapTotal");
  const swapUsed = swapTotal - kilobytes(text, "SwapFree");
  return {
    totalBytes,
    "memory.used": Math.max(0, used),
    "memory.percent": totalBytes > 0 ? (100 * Math.max(0, used)) / totalBytes : null,
    "swap.percent": swapTotal > 0 ? (100 * swapUsed) / swapTotal : null,
  };
}

const groupFolder = "/sys/fs/cgroup";

function readLimits(): Limits {
  const arc = readOrNull("/proc/spl/kstat/zfs/arcstats") ?? "";
  const limit = readOrNull(`${groupFolder}/memory.max`);
  const hasLimit = limit !== null && limit !== "max";
  const stat = hasLimit ? (readOrNull(`${groupFolder}/memory.stat`) ?? "") : "";
  const group = {
    limit: Number(limit),
    current: Number(readOrNull(`${groupFolder}/memory.current`) ?? 0),
    inactiveFile: Number(/^inactive_file (\d+)/m.exec(stat)?.[1] ?? 0),
  };
  return { arcBytes: Number(/^size\s+\d+\s+(\d+)/m.exec(arc)?.[1] ?? 0), group: hasLimit ? group : null };
}

export function memoryCollector(file = new ProcFile("/proc/meminfo")): Collector {
  return {
    name: "memory",
    collect() {
      const { totalBytes: _total, ...readings } = memoryOf(file.read(), readLimits());
      return readings;
    },
  };
}

export const totalMemory = (): number => memoryOf(readOrNull("/proc/meminfo") ?? "", readLimits()).totalBytes;
