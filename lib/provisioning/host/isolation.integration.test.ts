import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually, Harness } from "../contract/harness";
import { DockerConnection } from "../docker/connection";
import { createDockerEngine } from "../docker/engine";
import type { ContainerSpec } from "../engine";
import { buildSampleImage } from "../local-images/build-sample-image";
import { pingMinecraft } from "../protocols/minecraft-status";
import { sendRconCommand } from "../protocols/rcon";
import { freePort } from "../testing/free-port";
import { bridgePrefix, installationTag } from "./bridge-names";
import { createHostShell, type HostShell } from "./host-shell";
import { isolate } from "./isolation";
import type { FirewallTool } from "./machine";

/** Real containers, the machine's real firewall: who reaches whom. Listeners are on the customer's own bridge only. */
const dockerHost = "unix:///var/run/docker.sock";
const connection = new DockerConnection({ dockerHost });
const harness = new Harness({
  makeEngine: (options) => createDockerEngine({ dockerHost, ...options }),
  imageId: async () => (await buildSampleImage({ dockerHost })).imageId,
  removeImage: async () => {},
});
const { engine, installationId } = harness;
const tag = installationTag(installationId);
const linkLocal = "169.254.77.7";
const here = createHostShell(connection, dockerHost, installationId);
const elsewhere = createHostShell(connection, "tcp://127.0.0.1:1", installationId);
const root = (script: string) => here.run(script, { changesNetwork: true });
let listeners: Server[] = [];
let port: number;
let gateway: string;
let probe: ContainerSpec;

/** What a program in the customer's network sees when it dials. */
async function dial(host: string, to = port): Promise<string> {
  const code = `const s = require('net').connect({ host: '${host}', port: ${to}, timeout: 1500 });
    s.on('connect', () => { console.log('reached'); process.exit(0); });
    s.on('timeout', () => { console.log('silence'); process.exit(0); });
    s.on('error', (e) => { console.log(e.code); process.exit(0); });`;
  const { lastLines } = await engine.runToCompletion(await harness.script(code, { networkName: probe.networkName }));
  return lastLines.join();
}

async function listen(host: string, at: number): Promise<void> {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(at, host, resolve));
  listeners.push(server);
}

beforeAll(async () => {
  await harness.prepare();
  probe = await harness.game();
  const address = (await engine.inspect(probe.name))?.ipAddress ?? "";
  gateway = address.replace(/\d+$/, (last) => String(Number(last) - (Number(last) % 32) + 1));
  port = await freePort(gateway);
  await root(`ip address add ${linkLocal}/32 dev lo`);
  await listen(gateway, port);
  await listen(linkLocal, port);
  await makeOtherMachine();
});
afterAll(async () => {
  await removeOtherMachine();
  for (const server of listeners) server.close();
  listeners = [];
  await root(`ip address del ${linkLocal}/32 dev lo`);
  await engine.endIsolation();
  await harness.sweep();
});

/**
 * Another machine of a private network, to which this one forwards a port of a public address, as Kubernetes or a
 * router's software does: a network namespace.
 */
const publicAddress = "203.0.113.77";
const forwarded = 31_077;
const other = { namespace: `lnt${tag}`, inside: `lni${tag}`, outside: `lno${tag}`, address: "10.255.77.2" };
let otherProgram: ChildProcess;

async function makeOtherMachine(): Promise<void> {
  const { namespace, inside, outside, address } = other;
  const { exitCode, output } = await root(`set -e
ip netns add ${namespace}
ip link add ${outside} type veth peer name ${inside} netns ${namespace}
ip address add 10.255.77.1/30 dev ${outside}
ip link set ${outside} up
ip netns exec ${namespace} ip address add ${address}/30 dev ${inside}
ip netns exec ${namespace} ip link set ${inside} up
ip netns exec ${namespace} ip route add default via 10.255.77.1
iptables -w 5 -t nat -A PREROUTING -d ${publicAddress} -p tcp --dport ${forwarded} -j DNAT --to-destination ${address}:80`);
  if (exitCode !== 0) throw new Error(output);
  const code = `require('net').createServer((socket) => socket.end()).listen(80, '${address}')`;
  otherProgram = spawn("ip", ["netns", "exec", namespace, process.execPath, "-e", code]);
  await eventually(async () => {
    expect((await root(`ip netns exec ${namespace} ss -ltn`)).output).toContain(`${address}:80`);
  });
}

async function removeOtherMachine(): Promise<void> {
  otherProgram?.kill();
  const { namespace, outside, address } = other;
  await root(`iptables -w 5 -t nat -D PREROUTING -d ${publicAddress} -p tcp --dport ${forwarded} -j DNAT --to-destination ${address}:80
ip link del ${outside}
ip netns del ${namespace}`);
}

const nothing = { publishedPorts: [], allowed: [] };
type Way = { shell: HostShell; tool: FirewallTool };

describe.each<[string, Way]>([
  ["iptables, directly", { shell: here, tool: "iptables" }],
  ["iptables, from a container with the machine's network", { shell: elsewhere, tool: "iptables" }],
  ["nftables, directly", { shell: here, tool: "nftables" }],
  ["nftables, from a container with the machine's network", { shell: elsewhere, tool: "nftables" }],
])("isolation by %s", (_, { shell, tool }) => {
  const apply = (wish = nothing as Parameters<typeof isolate>[1]) =>
    isolate({ connection, shell, installationId }, wish, { tool });

  beforeEach(() => engine.endIsolation());

  it("stops the machine, link-local and private addresses; players and the panel still reach the game", async () => {
    expect(await dial(gateway)).toBe("reached");
    expect(await dial(linkLocal)).toBe("reached");
    expect(await apply()).toMatchObject({ state: "set", tool, changed: true, reason: null });
    expect(await dial(gateway)).toBe("ECONNREFUSED");
    expect(await dial(linkLocal)).toBe("ECONNREFUSED");
    for (const address of ["10.99.99.99", "192.168.77.77", "169.254.169.254", "172.31.9.9"]) {
      expect(await dial(address)).toBe("ECONNREFUSED");
    }
    const [published] = probe.ports;
    expect((await pingMinecraft({ host: "127.0.0.1", port: published?.hostPort ?? 0 })).playersMax).toBe(20);
    const host = (await engine.inspect(probe.name))?.ipAddress ?? "";
    const rcon = { host, port: 25_575, password: "contract-secret" };
    expect((await sendRconCommand(rcon, "seed")).text).toBe("Seed: [7]");
  });

  it("what is in place stays; what a restart of engine or firewall removed is set again", async () => {
    await apply();
    expect(await apply()).toMatchObject({ state: "set", changed: false });
    const losses =
      tool === "nftables"
        ? [`nft delete table inet lightnode_${tag}`]
        : [
            `iptables -D INPUT -i ${bridgePrefix(installationId)}+ -j LN_${tag}_IN`,
            `iptables -D DOCKER-USER -i ${bridgePrefix(installationId)}+ -j LN_${tag}_FW`,
            `iptables -F LN_${tag}_IN`,
            `iptables -I INPUT 1 -i ${bridgePrefix(installationId)}+ -j ACCEPT`,
          ];
    for (const loss of losses) {
      expect(await root(loss)).toMatchObject({ exitCode: 0 });
      expect(await apply()).toMatchObject({ state: "set", changed: true });
      expect(await dial(gateway)).toBe("ECONNREFUSED");
    }
    await root(`while iptables -D INPUT -i ${bridgePrefix(installationId)}+ -j ACCEPT 2>/dev/null; do :; done`);
  });

  it("lets pass what is allowed, and the ports that servers are published on", async () => {
    await apply({ publishedPorts: [], allowed: [{ network: `${gateway}/32`, protocol: "tcp", port }] });
    expect(await dial(gateway)).toBe("reached");
    expect(await dial(linkLocal)).toBe("ECONNREFUSED");
    await apply({ publishedPorts: [{ start: port, end: port }], allowed: [] });
    expect(await dial(gateway)).toBe("reached");
    await apply({ publishedPorts: [{ start: port + 1, end: port + 2 }], allowed: [] });
    expect(await dial(gateway)).toBe("ECONNREFUSED");
  });

  it("lets pass what the machine rewrites only for the ports that servers are published on", async () => {
    await apply({ publishedPorts: [{ start: forwarded + 1, end: forwarded + 9 }], allowed: [] });
    expect(await dial(publicAddress, forwarded)).toBe("ECONNREFUSED");
    await apply({ publishedPorts: [{ start: forwarded - 9, end: forwarded }], allowed: [] });
    expect(await dial(publicAddress, forwarded)).toBe("reached");
  });

  it("covers IPv6", async () => {
    await apply();
    const { output } = await root(tool === "nftables" ? "nft list ruleset" : "ip6tables -S");
    expect(output).toContain(
      tool === "nftables" ? "::1, ::ffff:0.0.0.0/96" : `-A INPUT -i ${bridgePrefix(installationId)}+`,
    );
  });
});

it("the proof from inside a container says what is reached", async () => {
  await engine.endIsolation();
  // Only the machine is let pass: nothing of this test may leave it.
  await engine.isolate({
    publishedPorts: [],
    allowed: [{ network: harness.networkCidr, protocol: "tcp", port: null }],
  });
  const own = { ports: [] };
  const reached = async () => (await engine.proveIsolation(own)).filter((result) => result.reached);
  expect(await reached()).toEqual([
    { what: "a program on this machine, by the gateway", address: expect.stringMatching(/^10\.211\./), reached: true },
  ]);
  await engine.isolate(nothing);
  expect(await reached()).toEqual([]);
  expect((await engine.listNetworks({})).map((network) => network.name)).toEqual([probe.networkName]);
});

it("a machine that refuses is an answer with the reason and the commands", async () => {
  const refusing: HostShell = {
    isLocal: async () => true,
    run: async () => ({ exitCode: 4, output: "iptables: Permission denied (you must be root)" }),
  };
  const state = await isolate({ connection, shell: refusing, installationId }, nothing);
  expect(state).toMatchObject({ state: "failed", tool: null, reason: expect.stringContaining("Permission denied") });
  expect(state.commands).toContain("DOCKER-USER");
});
