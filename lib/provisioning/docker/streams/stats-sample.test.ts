import { describe, expect, test } from "vitest";
import { cpuPercent, memoryBytes, toSample } from "./stats-sample";

const cpu = (used: number, system: number, cpus = 2) => ({
  cpu_usage: { total_usage: used },
  system_cpu_usage: system,
  online_cpus: cpus,
});

describe("cpuPercent", () => {
  test.each([
    ["one CPU of two, fully", cpu(1000, 2000), cpu(0, 1000e-9), 100],
    ["both", cpu(2000, 2000), cpu(0, 1e-9), 200],
    ["nothing", cpu(500, 2000), cpu(500, 1000), 0],
    ["a counter that went back", cpu(400, 2000), cpu(500, 1000), 0],
  ])("%s", (_, now, before, expected) => {
    expect(cpuPercent(now, before)).toBeCloseTo(expected, 5);
  });
  test("is unknown without an earlier reading, or with the same one", () => {
    expect(cpuPercent(cpu(1, 1), undefined)).toBeNull();
    expect(cpuPercent(cpu(1, 1), { cpu_usage: { total_usage: 0 } })).toBeNull();
    expect(cpuPercent(cpu(1, 5), cpu(1, 5))).toBeNull();
  });
  test("counts CPUs as cgroup v1 lists them when the engine does not say", () => {
    const now = { cpu_usage: { total_usage: 1000, percpu_usage: [1, 2, 3, 4] }, system_cpu_usage: 4001 };
    expect(cpuPercent(now, { cpu_usage: { total_usage: 0 }, system_cpu_usage: 1 })).toBe(100);
  });
});

test("memory leaves out the file cache, under either cgroup version", () => {
  expect(memoryBytes({ usage: 100, stats: { total_inactive_file: 30, inactive_file: 1 } })).toBe(70);
  expect(memoryBytes({ usage: 100, stats: { inactive_file: 40 } })).toBe(60);
  expect(memoryBytes({ usage: 10, stats: { inactive_file: 40 } })).toBe(0);
  expect(memoryBytes(undefined)).toBe(0);
});

test("networks are added up; what is missing is zero", () => {
  const read = "2026-11-21T02:31:36.576Z";
  const cpus = { cpu_stats: cpu(10, 200), precpu_stats: cpu(0, 100) };
  const networks = { eth0: { rx_bytes: 1, tx_bytes: 2 }, eth1: { rx_bytes: 10, tx_bytes: 20 } };
  expect(toSample({ read, ...cpus, networks, pids_stats: { current: 3 } })).toEqual({
    at: new Date(read),
    cpuPercent: 20,
    memoryBytes: 0,
    memoryLimitBytes: 0,
    networkReceivedBytes: 11,
    networkSentBytes: 22,
    pids: 3,
  });
  expect(toSample({ read: "0001-01-01T00:00:00Z" })).toBeNull();
  expect(toSample({})).toBeNull();
});
