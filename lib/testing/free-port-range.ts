import { randomInt } from "node:crypto";
import { isPortFree } from "@/lib/nodes/ports/probe-port";

/** Below the range that the kernel gives to outgoing connections, which come and go. */
const [lowest, highest] = [20_000, 32_000];

/** So many ports in a row that nobody uses at this moment, for TCP and UDP; other suites may run at the same time. */
export async function freePortRange(count: number): Promise<{ portStart: number; portEnd: number }> {
  for (let tries = 0; tries < 100; tries++) {
    const portStart = randomInt(lowest, highest - count);
    const ports = Array.from({ length: count }, (_, index) => portStart + index);
    const probes = ports.flatMap((port) =>
      (["tcp", "udp"] as const).map((kind) => isPortFree("127.0.0.1", port, kind)),
    );
    if ((await Promise.all(probes)).every((free) => free)) return { portStart, portEnd: portStart + count - 1 };
  }
  throw new Error(`no ${count} free ports in a row`);
}
