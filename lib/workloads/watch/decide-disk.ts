import type { MachineDisk, VolumeUse } from "@/lib/provisioning/host/machine";

/**
 * What the disk watch does: which reserve of a machine no workload may use, which workloads must end now, and when to check
 * again. Pure; the table in its test is the specification.
 */
const mib = 1024 ** 2;
const gib = 1024 ** 3;

/** A twentieth of the disk, between 1 and 20 GiB: the engine, the database and the other workloads need it. */
export function reserveBytes(totalBytes: number): number {
  return Math.min(Math.max(totalBytes * 0.05, gib), 20 * gib);
}

/** Files that a workload may have: one for each 16 KiB of its disk, as ext4 plans them. */
export function fileLimit(diskMb: number): number {
  return Math.max(diskMb * 64, 65_536);
}

/** A twentieth of the machine's; file systems that count none (btrfs) say 0. */
export function lacksFiles(disk: MachineDisk): boolean {
  return disk.totalFiles > 0 && disk.freeFiles < disk.totalFiles * 0.05;
}

export function lacksSpace(disk: MachineDisk): boolean {
  return disk.freeBytes < reserveBytes(disk.totalBytes);
}

export type DiskUse = VolumeUse & {
  resourceId: string;
  diskMb: number;
  /** Since the previous check; null at the first. */
  bytesPerSecond: number | null;
  filesPerSecond: number | null;
};

export type Ending = { resourceId: string; how: "stop" | "kill"; why: "size" | "files" | "machine" };

/** Above this rate a program is not asked to save first: it would fill the free space while it saves. */
const runawayBytesPerSecond = 20 * mib;
const runawayFilesPerSecond = 500;

/**
 * Workloads beyond their size end. When the machine's reserve is touched and none is beyond its size, the one that grows
 * fastest ends too, and no other; it may be one of `others`, whose figures are older.
 */
export function decideEndings(
  workloads: readonly DiskUse[],
  disk: MachineDisk,
  others: readonly DiskUse[] = [],
): Ending[] {
  const endings = workloads.flatMap((workload): Ending[] => {
    const isTooBig = workload.bytes > workload.diskMb * mib;
    const hasTooMany = workload.files > fileLimit(workload.diskMb);
    if (!isTooBig && !hasTooMany) return [];
    return [
      { resourceId: workload.resourceId, how: isRunaway(workload) ? "kill" : "stop", why: isTooBig ? "size" : "files" },
    ];
  });
  if (endings.length > 0 || !(lacksSpace(disk) || lacksFiles(disk))) return endings;
  const growing = [...workloads, ...others].filter(
    (workload) => (workload.bytesPerSecond ?? 0) > mib || (workload.filesPerSecond ?? 0) > 50,
  );
  const [first] = growing.sort(
    (a, b) =>
      (b.bytesPerSecond ?? 0) +
      16_384 * (b.filesPerSecond ?? 0) -
      (a.bytesPerSecond ?? 0) -
      16_384 * (a.filesPerSecond ?? 0),
  );
  return first ? [{ resourceId: first.resourceId, how: "kill", why: "machine" }] : [];
}

/** Far beyond its size at the first check counts too: its earlier growth is unknown. */
function isRunaway({ bytes, diskMb, bytesPerSecond, filesPerSecond }: DiskUse): boolean {
  if (bytesPerSecond === null) return bytes > 1.1 * diskMb * mib;
  return bytesPerSecond > runawayBytesPerSecond || (filesPerSecond ?? 0) > runawayFilesPerSecond;
}

/**
 * The free space that the machine lost since the previous check decides whether single workloads are measured at once.
 */
export function isFilling(lostBytesPerSecond: number, lostFilesPerSecond: number): boolean {
  return lostBytesPerSecond > 5 * mib || lostFilesPerSecond > 200;
}

const shortestPause = { cheap: 100, dear: 2_000 };
const longestPause = { cheap: 200, dear: 15_000 };

/**
 * Milliseconds until the next check of the machine: a quarter of the time in which the smallest of the spaces that are
 * left would be full at this rate.
 */
export function nextLookMs(leftBytes: number, lostBytesPerSecond: number, isCheap: boolean): number {
  const [shortest, longest] = isCheap
    ? [shortestPause.cheap, longestPause.cheap]
    : [shortestPause.dear, longestPause.dear];
  if (lostBytesPerSecond <= 0) return longest;
  const quarterMs = (Math.max(leftBytes, 0) / lostBytesPerSecond) * 250;
  return Math.min(Math.max(quarterMs, shortest), longest);
}

/** Workloads are measured one by one this often, when nothing fills. */
export const calmMeasureMs = 30_000;
