import { arch, hostname, loadavg, platform, release } from "node:os";
import { cpuUsage, memoryUsage, uptime } from "node:process";
import type { Heartbeat } from "../../../lib/executors/contract";
import { lightnodeExecutorVersion } from "../version";

let lastCpu = { at: performance.now(), used: 0 };

/** What a heartbeat says about this machine and program. */
export function heartbeatBody(more: {
  status: Heartbeat["status"];
  configVersion: number;
  bootId: string;
  fence: number | null;
  figures: Record<string, number>;
}): Heartbeat {
  const { user, system } = cpuUsage();
  const now = { at: performance.now(), used: (user + system) / 1000 };
  const cpuPercent = (100 * (now.used - lastCpu.used)) / Math.max(1, now.at - lastCpu.at);
  lastCpu = now;
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    version: lightnodeExecutorVersion,
    os: `${platform()} ${release()} ${arch()}`.slice(0, 100),
    hostname: hostname().slice(0, 255),
    status: more.status,
    configVersion: more.configVersion,
    bootId: more.bootId,
    clock: new Date().toISOString(),
    ...(more.fence === null ? {} : { fence: more.fence }),
    metrics: {
      rssMb: round(memoryUsage.rss() / 1024 / 1024),
      cpuPercent: round(cpuPercent),
      loadAverage: round(loadavg()[0] ?? 0),
      uptimeSeconds: Math.round(uptime()),
      ...more.figures,
    },
  };
}
