import { randomBytes } from "node:crypto";
import { sleep } from "@/lib/core/clock";
import type { CallOptions } from "../call-options";
import type { DockerConnection } from "../docker/connection";
import type { Networks } from "../docker/networks/networks";
import { readLogs } from "../docker/streams/streams";
import { dockerStatus } from "../docker/translate-errors";
import { labels as marks } from "../engine";
import { provisioningErrors } from "../errors";
import type { ProofResult } from "./machine";
import { removeLeftovers } from "./remove-leftovers";

export type ProofDeps = {
  connection: DockerConnection;
  networks: Networks;
  installationId: string;
  /** Content id of an image whose entry point is Node. */
  imageId: string;
};

const patienceMs = 15_000;
const proofRole = "isolation-proof";

const listenerCode = (host: string) => `
const net = require('net');
const server = net.createServer((socket) => socket.end());
server.listen(0, '${host}', () => {
  const { port } = server.address();
  net.connect(port, '${host}', () => console.log('port ' + port));
});
setTimeout(() => process.exit(), ${2 * patienceMs});`;

const probeCode = (targets: { host: string; port: number }[]) => `
const net = require('net');
const dial = ({ host, port }) => new Promise((resolve) => {
  const socket = net.connect({ host, port, timeout: 3000 });
  const end = (reached) => { socket.destroy(); resolve(reached); };
  socket.on('connect', () => end(true)).on('timeout', () => end(false)).on('error', () => end(false));
});
Promise.all(${JSON.stringify(targets)}.map(dial)).then((all) => { console.log(JSON.stringify(all)); process.exit(); });`;

/** `ports`: where the panel itself listens on the machine. */
export async function proveIsolation(
  deps: ProofDeps,
  { ports }: { ports: readonly number[] },
  options: CallOptions = {},
): Promise<ProofResult[]> {
  const name = `lightnode-proof-${randomBytes(4).toString("hex")}`;
  const { connection, networks } = deps;
  const { signal } = options;
  await removeLeftovers(connection, deps.installationId, proofRole, options);
  await networks.ensure(name, { [marks.role]: proofRole }, options);
  try {
    const gateway = await gatewayOf(connection, name, signal);
    await start(deps, `${name}-listener`, listenerCode(gateway), "host", signal);
    const port = Number((await said(connection, `${name}-listener`, /^port (\d+)$/m, signal))[1]);
    const targets = [
      { what: "a program on this machine, by the gateway", host: gateway, port },
      ...ports.map((own) => ({ what: "the panel on this machine", host: gateway, port: own })),
      { what: "link-local addresses (metadata of clouds)", host: "169.254.169.254", port: 80 },
      { what: "a private network (10.0.0.0/8)", host: "10.255.255.254", port: 80 },
      { what: "a private network (172.16.0.0/12)", host: "172.31.255.254", port: 80 },
      { what: "a private network (192.168.0.0/16)", host: "192.168.255.254", port: 80 },
    ];
    await start(deps, `${name}-probe`, probeCode(targets), name, signal);
    const reached: boolean[] = JSON.parse((await said(connection, `${name}-probe`, /^\[.*\]$/m, signal))[0]);
    return targets.map(({ what, host, port: to }, at) => ({
      what,
      address: `${host}:${to}`,
      reached: reached[at] ?? false,
    }));
  } finally {
    for (const container of [`${name}-listener`, `${name}-probe`]) await removeContainer(connection, container);
    await networks.removeIfUnused(name);
  }
}

async function gatewayOf(connection: DockerConnection, name: string, signal: AbortSignal | undefined): Promise<string> {
  const network = await connection.call((docker) => docker.getNetwork(name).inspect(), { signal });
  const config: { Subnet?: string; Gateway?: string } = network.IPAM?.Config?.[0] ?? {};
  // Docker names the gateway only when it was asked for one; it takes the first address.
  const first = config.Subnet?.replace(/(\d+)\/\d+$/, (_, last: string) => String(Number(last) + 1));
  const gateway = config.Gateway ?? first;
  if (!gateway) throw provisioningErrors.engine_refused({ detail: "The network has no gateway." });
  return gateway;
}

async function start(
  { connection, imageId, installationId }: ProofDeps,
  name: string,
  code: string,
  network: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const body = {
    name,
    Image: imageId,
    Cmd: ["-e", code],
    User: "1000:1000",
    Labels: { [marks.installation]: installationId, [marks.role]: proofRole },
    HostConfig: {
      NetworkMode: network,
      ...(network === "host" ? { UsernsMode: "host" } : {}),
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      ReadonlyRootfs: true,
      Memory: 128 * 1024 * 1024,
      PidsLimit: 64,
    },
  };
  await connection.call((docker) => docker.createContainer({ ...body }), { signal });
  await connection.call((docker) => docker.getContainer(name).start(), { signal });
}

/** Waits for a line of this form. */
async function said(
  connection: DockerConnection,
  name: string,
  pattern: RegExp,
  signal: AbortSignal | undefined,
): Promise<RegExpExecArray> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const lines = await readLogs(connection, name, { tail: 50, signal });
    const text = lines.map((line) => line.text).join("\n");
    const found = pattern.exec(text);
    if (found) return found;
    if (Date.now() > deadline)
      throw provisioningErrors.engine_timeout({ detail: "The proof did not end in time.", cause: new Error(text) });
    await sleep(100, signal);
  }
}

async function removeContainer(connection: DockerConnection, name: string): Promise<void> {
  await connection
    .call((docker) => docker.getContainer(name).remove({ force: true }))
    .catch((error: unknown) => {
      if (dockerStatus(error) !== 404) throw error;
    });
}
