import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { DockerConnection } from "../docker/connection";
import { createDockerEngine } from "../docker/engine";
import { createHostShell } from "./host-shell";

const dockerHost = "unix:///var/run/docker.sock";
const installationId = `host-${randomBytes(4).toString("hex")}`;
const connection = new DockerConnection({ dockerHost });
// As for an engine that is elsewhere: everything runs in a container.
const elsewhere = createHostShell(connection, "tcp://127.0.0.1:1", installationId);
const here = createHostShell(connection, dockerHost, installationId);
const bridge = `ln${randomBytes(3).toString("hex")}`;
const third = randomBytes(1).readUInt8() & 0xfc;
const pool = `10.208.${third}.0/25`;

afterAll(async () => {
  await elsewhere.run(`ip link delete ${bridge}; ip route flush table 7319`, { changesNetwork: true });
});

describe.each([
  ["directly", here],
  ["in a container", elsewhere],
] as const)("a script on the engine's machine, %s", (_, shell) => {
  it("sees the machine's network, and says how it ended", async () => {
    const { exitCode, output } = await shell.run("cat /proc/net/route; exit 3");
    expect(exitCode).toBe(3);
    expect(output).toMatch(/^Iface\tDestination/);
    const [, first = ""] = readFileSync("/proc/net/route", "utf8").split("\n");
    expect(output).toContain(first.trim());
  });

  it("changes nothing unless it is asked to", async () => {
    if (shell === here) return;
    const { exitCode } = await shell.run(`ip link add ${bridge}x type bridge`);
    expect(exitCode).not.toBe(0);
  });
});

it("a customer's network takes no block that the machine routes, in whichever table", async () => {
  const made = await elsewhere.run(
    `ip link add ${bridge} type bridge && ip address add 10.208.${third}.1/27 dev ${bridge} && ip link set ${bridge} up &&
     ip route add 10.208.${third}.32/27 dev ${bridge} table 7319`,
    { changesNetwork: true },
  );
  expect(made).toEqual({ exitCode: 0, output: "" });
  const engine = createDockerEngine({ dockerHost, installationId, networkCidr: pool });
  const names = [`${installationId}-a`, `${installationId}-b`];
  try {
    for (const name of names) await engine.ensureNetwork(name, {});
    const found = await connection.call((docker) => docker.listNetworks());
    const subnets = names.map((name) => found.find((item) => item.Name === name)?.IPAM?.Config?.[0]?.Subnet);
    expect(subnets).toEqual([`10.208.${third}.64/27`, `10.208.${third}.96/27`]);
    await expect(engine.ensureNetwork(`${installationId}-c`, {})).rejects.toMatchObject({ code: "network_exhausted" });
  } finally {
    for (const name of names) await engine.removeNetworkIfUnused(name);
  }
});
