import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, explainPlacement, rankPlacements } from "./placement";

const need = { memoryMb: 1000, cpuMilli: 1000, diskMb: 1000 };
const node = (name: string, changes: Partial<Candidate> = {}): Candidate => ({
  nodeId: `nod_${name}`,
  nodeName: name,
  region: "local",
  regionId: "reg_local",
  state: "active",
  memoryMb: 10_000,
  cpuMilli: 10_000,
  diskMb: 10_000,
  reservedMemoryMb: 0,
  reservedCpuMilli: 0,
  reservedDiskMb: 0,
  addressId: `adr_${name}`,
  publicAddress: "192.0.2.1",
  freePorts: 100,
  totalPorts: 100,
  engineIsDown: false,
  diskIsFull: false,
  ...changes,
});
const names = (candidates: Candidate[]) => rankPlacements(candidates, need).ranked.map((item) => item.nodeName);

describe("placement", () => {
  it.each([
    ["draining", { state: "draining" as const }, "in draining"],
    ["maintenance", { state: "maintenance" as const }, "in maintenance"],
    ["no port", { freePorts: 0 }, "no free port"],
    ["an engine that is away", { engineIsDown: true }, "its engine does not answer"],
    ["a disk that is full", { diskIsFull: true }, "its disk is full"],
    ["memory by one", { reservedMemoryMb: 9001 }, "999 MB of memory free, 1000 MB needed"],
    ["disk by one", { reservedDiskMb: 9001 }, "999 MB of disk free, 1000 MB needed"],
    ["cpu by one", { reservedCpuMilli: 9001 }, "0.999 CPUs free, 1 needed"],
    ["overbooked", { reservedMemoryMb: 20_000 }, "-10000 MB of memory free, 1000 MB needed"],
  ])("turns down for %s, and says why", (_what, changes, reason) => {
    const { ranked, rejected } = rankPlacements([node("a", changes)], need);
    expect(ranked).toEqual([]);
    expect(rejected).toMatchObject([{ nodeName: "a", publicAddress: "192.0.2.1", reason }]);
  });

  it("fills a node to the last unit", () => {
    expect(names([node("a", { reservedMemoryMb: 9000, reservedCpuMilli: 9000, reservedDiskMb: 9000 })])).toEqual(["a"]);
  });

  it("prefers the node whose scarcest resource is least used, then the name", () => {
    const busyCpu = node("cpu", { reservedCpuMilli: 8000 });
    const busyMemory = node("memory", { reservedMemoryMb: 5000 });
    expect(names([busyCpu, busyMemory, node("b"), node("a")])).toEqual(["a", "b", "memory", "cpu"]);
  });

  it("weighs free ports like every other resource", () => {
    const fewPorts = node("a", { freePorts: 5, reservedMemoryMb: 1000 });
    const manyPorts = node("b", { freePorts: 90, reservedMemoryMb: 4000 });
    expect(names([fewPorts, manyPorts])).toEqual(["b", "a"]);
    expect(names([node("large", { totalPorts: 40_000, freePorts: 500 }), node("small")])).toEqual(["large", "small"]);
  });

  it("says why a server is where it is", () => {
    const explain = (candidates: Candidate[]) => {
      const placement = rankPlacements(candidates, need);
      const [chosen] = placement.ranked;
      return chosen ? explainPlacement(chosen, placement, need) : null;
    };
    expect(explain([node("a")])?.because).toBe(
      "It is the only place in local: 10 % of its memory in use with this one.",
    );
    expect(explain([node("a", { freePorts: 50 }), node("b"), node("c", { engineIsDown: true })])).toEqual({
      because:
        "It had the most free capacity of 2 places that fit: 10 % of its memory in use with this one. 1 more did not fit.",
      considered: [
        { node: "b", address: "192.0.2.1", reason: "chosen: 10 % of its memory in use with this one" },
        { node: "a", address: "192.0.2.1", reason: "fits: 51 % of its ports in use with this one" },
        { node: "c", address: "192.0.2.1", reason: "its engine does not answer" },
      ],
    });
    expect(explain([node("a"), node("c", { state: "draining" })])?.because).toBe(
      "It was the only place in local that fits: 10 % of its memory in use with this one. 1 more did not fit.",
    );
  });

  it("accounts for every candidate once, and never ranks one that does not fit", () => {
    const amount = fc.integer({ min: 0, max: 20_000 });
    const candidate = fc
      .record({
        reservedMemoryMb: amount,
        reservedCpuMilli: amount,
        reservedDiskMb: amount,
        freePorts: fc.integer({ min: 0, max: 3 }),
      })
      .map((changes) => node("n", changes));
    fc.assert(
      fc.property(fc.array(candidate), (candidates) => {
        const { ranked, rejected } = rankPlacements(candidates, need);
        expect(ranked.length + rejected.length).toBe(candidates.length);
        for (const item of ranked) {
          expect(item.freePorts).toBeGreaterThan(0);
          expect(item.memoryMb - item.reservedMemoryMb).toBeGreaterThanOrEqual(need.memoryMb);
          expect(item.cpuMilli - item.reservedCpuMilli).toBeGreaterThanOrEqual(need.cpuMilli);
          expect(item.diskMb - item.reservedDiskMb).toBeGreaterThanOrEqual(need.diskMb);
        }
      }),
    );
  });
});
