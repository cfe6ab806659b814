import { describe, expect, it } from "vitest";
import { buildContainerSpec } from "./container-spec";
import type { Workload } from "./load-workload";
import type { WorkloadSpec } from "./workload-definition";

const workload: Workload = {
  ...{ id: "prv_1", kind: "dns-server", ownerId: "usr_1", name: "Names", status: "online", wantRunning: true },
  ...{ regionId: "reg_1", nodeId: "nod_1", addressId: "adr_1", publicAddress: "203.0.113.5", mainPort: 5300 },
  ...{ networkNumber: 1, holdsCapacity: true, memoryMb: 256, diskMb: 1024, cpuMilli: 500, imageId: "sha256:1" },
  ...{ crashCount: 0, lastCrashAt: null },
};
const spec: WorkloadSpec = {
  image: "names:1",
  pull: "never",
  pullTimeoutMs: 1,
  ports: [
    { name: "dns", protocol: "udp", containerPort: 53 },
    { name: "api", protocol: "tcp", containerPort: 8081, forPanel: true },
  ],
  volumes: [],
  environment: {},
  user: "1000:1000",
  readOnlyRoot: true,
  pidsLimit: 10,
  stop: { signal: "SIGTERM", timeoutSeconds: 1 },
  install: null,
  readiness: { kind: "log-line", text: "ready", timeoutMs: 1 },
  console: { kind: "stdin" },
};

const bindings = (bindAddress: string, isLocal: boolean) => {
  const ports = ["dns", "api"].map((name, index) => ({ name, port: 28_000 + index, bindAddress }));
  const facts = { role: "service", installationId: "i", imageId: "sha256:1", runId: "run_1" };
  return buildContainerSpec({ workload, spec, ports, isLocal, ...facts }).ports;
};

describe("a port for the panel", () => {
  it.each(["0.0.0.0", "203.0.113.5", "::"])("is on the loopback address of the panel's own machine (%s)", (address) => {
    expect(bindings(address, true)).toEqual([
      { containerPort: 53, protocol: "udp", hostIp: address, hostPort: 28_000 },
      { containerPort: 8081, protocol: "tcp", hostIp: "127.0.0.1", hostPort: 28_001 },
    ]);
  });

  it("is on the address of another machine, where the panel reaches it", () => {
    expect(bindings("203.0.113.9", false).map(({ hostIp }) => hostIp)).toEqual(["203.0.113.9", "203.0.113.9"]);
  });
});
