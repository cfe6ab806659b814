import { readFile, statfs } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { env } from "@/lib/core/env";
import { above, below, type HealthCheck, ok } from "../check";

/** In milliseconds, of the process that runs the checks; since the last reading. */
const delay = monitorEventLoopDelay({ resolution: 20 });
delay.enable();

export const eventLoopCheck: HealthCheck = {
  name: "event-loop",
  label: "Event loop",
  unit: "ms",
  async run() {
    const p99 = delay.percentile(99) / 1e6;
    delay.reset();
    const value = Number.isFinite(p99) ? p99 : 0;
    const state = above(value, { degraded: 200, failed: 1_000 });
    if (state === "ok") return ok(value);
    const text = "The process is busy. See which work takes long, or give the machine more CPU.";
    return { state, value, advice: { text, href: "/machines" } };
  },
};

export const cpuCheck: HealthCheck = {
  name: "cpu",
  label: "Load for each CPU",
  async run() {
    const value = (loadavg()[0] ?? 0) / Math.max(1, cpus().length);
    const state = above(value, { degraded: 2, failed: 8 });
    return { state, value, ...(state === "ok" ? {} : { advice: { text: "The machine is busy.", href: "/machines" } }) };
  },
};

export const memoryCheck: HealthCheck = {
  name: "memory",
  label: "Memory of the machine",
  unit: "%",
  async run() {
    const text = await readFile("/proc/meminfo", "utf8").catch(() => "");
    const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
    const total = kilobytes("MemTotal");
    if (total === 0) return { state: "off", detail: "This system does not say how much memory is free." };
    const used = (1 - kilobytes("MemAvailable") / total) * 100;
    const state = above(used, { degraded: 92, failed: 98 });
    const advice = { text: "Stop servers that are not needed, or give the machine more memory.", href: "/admin/nodes" };
    return { state, value: used, ...(state === "ok" ? {} : { advice }) };
  },
};

export const diskCheck: HealthCheck = {
  name: "disk",
  label: "Free space of the panel",
  unit: "%",
  async run() {
    const { bavail, blocks } = await statfs(env().DATA_DIR);
    const free = (bavail / blocks) * 100;
    const state = below(free, { degraded: 10, failed: 3 });
    if (state === "ok") return ok(free);
    const text = `Free space on the file system of ${env().DATA_DIR}. The database stops when it is full.`;
    return { state, value: free, advice: { text, command: `du -xh --max-depth=2 ${env().DATA_DIR} | sort -h | tail` } };
  },
};
