import { describe, expect, it } from "vitest";
import { quotaShortage } from "./quota";

const quota = { maxServers: 3, maxMemoryMb: 4096, maxCpuMilli: 2000, maxDiskMb: 10_240 };
const usage = { servers: 1, memoryMb: 2048, cpuMilli: 1000, diskMb: 5120 };
const none = { servers: 0, memoryMb: 0, cpuMilli: 0, diskMb: 0 };

describe("a change within a quota", () => {
  it.each([
    ["fills it exactly", usage, { servers: 2, memoryMb: 2048, cpuMilli: 1000, diskMb: 5120 }, null],
    ["one server too many", usage, { ...none, servers: 3 }, "3 servers"],
    ["one MB of memory too much", usage, { ...none, memoryMb: 2049 }, "GiB of memory"],
    ["one MB of disk too much", usage, { ...none, diskMb: 5121 }, "GiB of disk space"],
    ["a thousandth of a CPU too much", usage, { ...none, cpuMilli: 1001 }, "2 CPUs"],
    // A quota that was lowered below what is in use must not keep anybody from giving something back.
    [
      "shrinks while over quota",
      { ...usage, memoryMb: 9000, cpuMilli: 9000, diskMb: 90_000 },
      { servers: 0, memoryMb: -1, cpuMilli: -1, diskMb: -1 },
      null,
    ],
    ["stays as it is while over quota", { ...usage, memoryMb: 9000 }, none, null],
    ["shrinks one thing and grows another beyond", usage, { ...none, memoryMb: -1024, cpuMilli: 1500 }, "2 CPUs"],
  ])("%s", (_what, used, change, expected) => {
    const shortage = quotaShortage(quota, used, change);
    if (expected === null) expect(shortage).toBeNull();
    else expect(shortage).toContain(expected);
  });

  it("names quota, use and need in the units of the form", () => {
    expect(quotaShortage(quota, usage, { ...none, memoryMb: 4096 })).toBe(
      "Your quota is 4 GiB of memory; 2 are in use and 4 more are needed.",
    );
  });
});
