import { describe, expect, it } from "vitest";
import { Collection, columnNames } from "./collection";
import { growth, perSecond } from "./collector";
import { readTimes, sharesOf } from "./cpu";
import { readTotals as readDisks } from "./disk-rates";
import { diskOf, mountPaths } from "./disk-space";
import { memoryOf } from "./memory";
import { defaultRoutes, readTotals as readInterfaces } from "./network";
import { someOfTenSeconds } from "./pressure";

const MB = 1_048_576;

describe("cpu", () => {
  const before = readTimes("cpu  100 10 50 1000 20 5 5 10 7 0\ncpu0 …\n");

  it("has no value before there is a difference", () => {
    expect(sharesOf(before, null)["cpu.percent"]).toBeNull();
  });

  it("does not count guests twice", () => {
    expect(before).toEqual({ user: 110, system: 60, idle: 1000, iowait: 20, steal: 10 });
  });

  it("is the share of the time that was not idle", () => {
    const now = { ...before, user: before.user + 30, system: before.system + 10, steal: 20, idle: 1040, iowait: 30 };
    expect(sharesOf(now, before)).toEqual({
      "cpu.percent": 50,
      "cpu.user": 30,
      "cpu.system": 10,
      "cpu.iowait": 10,
      "cpu.steal": 10,
    });
  });

  it("takes iowait that falls as none, and other counters that fall as no value", () => {
    const less = sharesOf({ ...before, iowait: 0, idle: before.idle + 50, user: before.user + 50 }, before);
    expect(less).toMatchObject({ "cpu.percent": 50, "cpu.iowait": 0 });
    expect(sharesOf({ ...before, user: 1 }, before)["cpu.percent"]).toBeNull();
  });
});

describe("memory", () => {
  const text = "MemTotal: 1024 kB\nMemFree: 1 kB\nMemAvailable: 512 kB\nSwapTotal: 100 kB\nSwapFree: 75 kB\n";

  it("is what programs cannot have", () => {
    const found = memoryOf(text, { arcBytes: 0, group: null });
    expect(found).toMatchObject({ "memory.used": MB / 2, "memory.percent": 50, "swap.percent": 25 });
  });

  it("leaves the cache of ZFS out, and knows the limit of a container", () => {
    expect(memoryOf(text, { arcBytes: MB / 4, group: null })["memory.percent"]).toBe(25);
    const group = { limit: MB / 2, current: MB / 4, inactiveFile: MB / 8 };
    expect(memoryOf(text, { arcBytes: 0, group })).toMatchObject({ totalBytes: MB / 2, "memory.percent": 25 });
    expect(memoryOf(text, { arcBytes: 0, group: { ...group, limit: 9 * MB } }).totalBytes).toBe(MB);
  });
});

describe("disks", () => {
  it("are file systems on devices, each once", () => {
    const mounts = [
      "/dev/vda1 / ext4 rw 0 0",
      "proc /proc proc rw 0 0",
      "/dev/vda1 /var/lib/docker ext4 rw 0 0",
      "overlay /var/lib/docker/x overlay rw 0 0",
      "/dev/vdb /mnt/my\\040disk xfs rw 0 0",
    ];
    expect(mountPaths(mounts.join("\n"))).toEqual(["/", "/mnt/my disk"]);
  });

  it("are as full as df says: reserved blocks belong to nobody", () => {
    const space = { bsize: 1024, blocks: 1000, bfree: 300, bavail: 200, files: 100, ffree: 75 };
    expect(diskOf("/", space)).toMatchObject({ usedBytes: 700 * 1024, percent: (100 * 700) / 900, inodePercent: 25 });
    expect(diskOf("/", { ...space, blocks: 0 })).toBeNull();
    expect(diskOf("/", { ...space, files: 0 })?.inodePercent).toBeNull();
  });

  it("count sectors of whole devices", () => {
    const text = " 254 0 vda 1 0 100 5 2 0 200 9 0 0 0\n 254 1 vda1 1 0 100 5 2 0 200 9 0 0 0\n";
    expect(readDisks(text, new Set(["vda"]))).toEqual({ read: 51_200, written: 102_400 });
  });
});

describe("network", () => {
  it("adds up the counted interfaces", () => {
    const text = "face |bytes\n  lo: 9 0 0 0 0 0 0 0 9 0\neth0:100 1 0 0 0 0 0 0 50 1\n eth1: 10 1 0 0 0 0 0 0 5 1\n";
    expect(readInterfaces(text, new Set(["eth0", "eth1"]))).toEqual({ received: 110, sent: 55 });
  });

  it("finds the interface of the default route", () => {
    expect(defaultRoutes("Iface\tDestination\neth0\t00000000\t0102\neth0\t0000FEA9\t0\n")).toEqual(["eth0"]);
  });
});

describe("rates", () => {
  it("have no value when a counter falls or there is nothing to compare with", () => {
    expect([growth(5, 10), growth(5, undefined), growth(10, 5)]).toEqual([null, null, 5]);
    expect([perSecond(50, 10_000), perSecond(50, null), perSecond(null, 1)]).toEqual([5, null, null]);
  });

  it("read pressure", () => {
    expect(someOfTenSeconds("some avg10=1.25 avg60=0\nfull avg10=0\n")).toBe(1.25);
    expect(someOfTenSeconds("")).toBeNull();
  });
});

describe("a collection", () => {
  it("lets a collector fail alone", async () => {
    const collection = new Collection([
      {
        name: "broken",
        collect: () => {
          throw new Error("no such file");
        },
      },
      { name: "load", collect: () => ({ "load.one": 1.234, "cpu.percent": Number.NaN }) },
    ]);
    const row = await collection.collect();
    expect(row[columnNames.indexOf("load.one")]).toBe(1.23);
    expect(row[columnNames.indexOf("cpu.percent")]).toBeNull();
    expect([...collection.failures]).toEqual([["broken", "no such file"]]);
  });

  it("measures this machine", async () => {
    const collection = new Collection();
    await collection.collect();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const row = await collection.collect();
    expect(collection.failures.size).toBe(0);
    for (const name of ["cpu.percent", "memory.percent", "disk.percent", "network.sent"]) {
      expect(row[columnNames.indexOf(name)], name).not.toBeNull();
    }
  });
});
