import { describe, expect, test } from "vitest";
import { type ContainerSpec, labels } from "../engine";
import { containerOptions, resourceLimits } from "./container-options";

const spec: ContainerSpec = {
  name: "game",
  hostname: "host",
  imageId: "sha256:1",
  environment: { B: "2", A: "1=1" },
  labels: { [labels.run]: "run_1", [labels.resource]: "srv_1", [labels.installation]: "forged" },
  networkName: "net",
  ports: [
    { containerPort: 25_565, protocol: "tcp", hostIp: "0.0.0.0", hostPort: 30_000 },
    { containerPort: 25_565, protocol: "udp", hostIp: "0.0.0.0", hostPort: 30_000 },
    { containerPort: 25_565, protocol: "tcp", hostIp: "::", hostPort: 30_000 },
  ],
  volumes: [{ name: "data", mountPath: "/data" }],
  memoryMb: 1024,
  cpus: 1.5,
  pidsLimit: 100,
  readOnlyRoot: true,
  user: "1000:1000",
  stopSignal: "SIGTERM",
  stopTimeoutSeconds: 30,
  openStdin: true,
};
const owner = { installationId: "here", capabilities: { hasInit: true, cpus: 4 } };
const build = (overrides: Partial<ContainerSpec> = {}) => containerOptions({ ...spec, ...overrides }, owner);
const print = (overrides: Partial<ContainerSpec> = {}) => build(overrides).Labels?.[labels.spec];

test("ports are published per protocol and address, and only those", () => {
  expect(build().HostConfig?.PortBindings).toEqual({
    "25565/tcp": [
      { HostIp: "0.0.0.0", HostPort: "30000" },
      { HostIp: "::", HostPort: "30000" },
    ],
    "25565/udp": [{ HostIp: "0.0.0.0", HostPort: "30000" }],
  });
  expect(build({ ports: [] })).toMatchObject({ ExposedPorts: {}, HostConfig: { PortBindings: {} } });
});

test("the installation's label cannot be given by the caller; the volume's labels name no run", () => {
  expect(build().Labels?.[labels.installation]).toBe("here");
  expect(build().HostConfig?.Mounts?.[0]?.VolumeOptions?.Labels).toEqual({
    [labels.resource]: "srv_1",
    [labels.installation]: "here",
  });
});

test("the image's own command stays unless one is given", () => {
  expect("Cmd" in build()).toBe(false);
  expect(build({ command: ["run"] }).Cmd).toEqual(["run"]);
});

test("a writable root needs no /tmp in memory; an engine without docker-init gets none", () => {
  expect(build({ readOnlyRoot: false }).HostConfig).toMatchObject({ ReadonlyRootfs: false, Tmpfs: {} });
  const plain = containerOptions(spec, { ...owner, capabilities: { hasInit: false, cpus: 4 } });
  expect(plain.HostConfig?.Init).toBe(false);
});

describe("limits", () => {
  test.each([
    [
      { memoryMb: 512, cpus: 0.25 },
      { Memory: 536_870_912, MemorySwap: 536_870_912, NanoCpus: 250_000_000 },
    ],
    [
      { memoryMb: 1, cpus: 8 },
      { Memory: 1_048_576, MemorySwap: 1_048_576, NanoCpus: 4_000_000_000 },
    ],
  ])("%o", (limits, expected) => {
    expect(resourceLimits(limits, owner.capabilities)).toEqual(expected);
  });
});

describe("the fingerprint that decides about adoption", () => {
  test("does not depend on the order of the environment", () => {
    expect(print({ environment: { A: "1=1", B: "2" } })).toBe(print());
  });
  const changes: Partial<ContainerSpec>[] = [
    { environment: { A: "other" } },
    { imageId: "sha256:2" },
    { memoryMb: 2048 },
    { ports: [{ containerPort: 25_565, protocol: "tcp", hostIp: "0.0.0.0", hostPort: 30_001 }] },
    { volumes: [{ name: "other", mountPath: "/data" }] },
    {
      volumes: [
        { name: "data", mountPath: "/data" },
        { name: "config", mountPath: "/etc/game" },
      ],
    },
    { capabilities: ["NET_BIND_SERVICE"] },
    { healthCommand: { command: ["true"], intervalSeconds: 5, timeoutSeconds: 2 } },
    { networkName: "other" },
    { user: "0:0" },
    { readOnlyRoot: false },
  ];
  test.each(changes)("changes with %o", (change) => {
    expect(print(change)).not.toBe(print());
  });
});
