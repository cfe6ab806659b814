import { statfs } from "node:fs/promises";
import type { Collector } from "./collector";
import { readOrNull } from "./proc-file";

/**
 * Space of the file systems on devices, each once, as df(1) counts it: used ÷ (used + available to programs). The machine's
 * figure is its fullest file system. One that does not answer (a network file system whose server is gone) is left out until
 * it does.
 */
export type Disk = {
  path: string;
  totalBytes: number;
  usedBytes: number;
  percent: number;
  inodePercent: number | null;
};

const types = new Set([
  "ext2",
  "ext3",
  "ext4",
  "xfs",
  "btrfs",
  "zfs",
  "f2fs",
  "jfs",
  "reiserfs",
  "vfat",
  "nfs",
  "nfs4",
]);
const mountsEveryMs = 60_000;
const answerMs = 2_000;

/** Paths of the file systems that count, one for each device. Pure. */
export function mountPaths(text: string): string[] {
  const paths = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [device = "", path = "", type = ""] = line.split(" ");
    if (!types.has(type) || paths.has(device)) continue;
    // Spaces and such are written as octal numbers (fstab(5)).
    paths.set(
      device,
      path.replace(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8))),
    );
  }
  return [...paths.values()];
}

type Space = { bsize: number; blocks: number; bfree: number; bavail: number; files: number; ffree: number };

/** Pure. Null: it has no size. */
export function diskOf(path: string, { bsize, blocks, bfree, bavail, files, ffree }: Space): Disk | null {
  const used = blocks - bfree;
  if (blocks <= 0 || used + bavail <= 0) return null;
  return {
    path,
    totalBytes: blocks * bsize,
    usedBytes: used * bsize,
    percent: (100 * used) / (used + bavail),
    inodePercent: files > 0 ? (100 * (files - ffree)) / files : null,
  };
}

/** One call to each path at a time: a call that hangs holds a thread. */
const hanging = new Set<string>();

async function measure(path: string): Promise<Disk | null> {
  if (hanging.has(path)) return null;
  hanging.add(path);
  const asked = statfs(path)
    .then((space) => diskOf(path, space))
    .catch(() => null)
    .finally(() => hanging.delete(path));
  return Promise.race([asked, new Promise<null>((resolve) => setTimeout(() => resolve(null), answerMs).unref())]);
}

export function diskSpaceCollector(report: (disks: readonly Disk[]) => void = () => {}): Collector {
  let paths: string[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    name: "disk-space",
    async collect() {
      if (performance.now() - readAt > mountsEveryMs) {
        paths = mountPaths(readOrNull("/proc/self/mounts") ?? "");
        readAt = performance.now();
      }
      const disks = (await Promise.all(paths.map(measure))).filter((disk) => disk !== null);
      if (disks.length === 0) throw new Error("no file system answered");
      report([...disks].sort((a, b) => b.percent - a.percent));
      const inodes = disks.map(({ inodePercent }) => inodePercent).filter((value) => value !== null);
      return {
        "disk.percent": Math.max(...disks.map(({ percent }) => percent)),
        "disk.used": disks.reduce((sum, { usedBytes }) => sum + usedBytes, 0),
        "disk.inodes": inodes.length > 0 ? Math.max(...inodes) : null,
      };
    },
  };
}
