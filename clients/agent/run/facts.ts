import { cpus, release, uptime } from "node:os";
import type { Collection } from "../collectors/collection";
import type { Containers } from "../collectors/containers";
import { totalMemory } from "../collectors/memory";

/** What is no figure over time. */
export async function readFacts(collection: Collection, containers: Containers) {
  const listed = await containers.list().catch(() => undefined);
  const disks = collection.disks.slice(0, 32);
  return {
    cores: Math.max(1, cpus().length),
    memoryBytes: totalMemory(),
    diskBytes: disks.reduce((sum, { totalBytes }) => sum + totalBytes, 0),
    uptimeSeconds: Math.round(uptime()),
    kernel: release(),
    disks: disks.map(({ path, totalBytes, percent }) => ({ path, totalBytes, percent: Number(percent.toFixed(1)) })),
    ...(listed ? { containers: listed } : {}),
    ...(collection.failures.size > 0 ? { failures: Object.fromEntries(collection.failures) } : {}),
  };
}
