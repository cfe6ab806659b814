import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { CallOptions } from "../call-options";
import type { DockerConnection } from "../docker/connection";
import { parseCidr } from "../docker/networks/subnets";
import { readLogs } from "../docker/streams/streams";
import { dockerStatus } from "../docker/translate-errors";
import { labels as marks } from "../engine";
import { provisioningErrors } from "../errors";
import { ensureHelperImage } from "../local-images/helper-image";
import { parseRoutes } from "./parse-routes";
import { removeLeftovers } from "./remove-leftovers";

/**
 * Runs small shell scripts on an engine's machine: its routes, its firewall, its disk. On this machine they run
 * directly, as far as this process may; anywhere else in a container for one script, with the machine's
 * network and, read-only, its files, so that the machine's own programs run.
 */
export type HostResult = { exitCode: number; output: string };
export type HostOptions = CallOptions & {
  /** The script changes the machine's network settings. */
  changesNetwork?: boolean;
  /** The script reads files that only root may read. */
  readsFiles?: boolean;
  /** The script sets quotas of the machine's file systems. */
  changesDisk?: boolean;
  timeoutMs?: number;
};

export type HostShell = {
  run(script: string, options?: HostOptions): Promise<HostResult>;
  /** Whether scripts run directly, as long as this process may do what they need. */
  isLocal(options?: CallOptions): Promise<boolean>;
};

const defaultTimeoutMs = 20_000;
const maxOutputBytes = 1024 * 1024;
const maxOutputLines = 10_000;
const helperRole = "host-helper";

export function createHostShell(connection: DockerConnection, dockerHost: string, installationId: string): HostShell {
  let seen: Promise<boolean> | undefined;
  async function isLocal(options: CallOptions = {}): Promise<boolean> {
    seen ??= seesEngineNetwork(connection, dockerHost, options);
    return seen.catch((error) => {
      seen = undefined;
      throw error;
    });
  }
  return {
    isLocal,
    async run(script, options = {}) {
      const { changesNetwork = false, readsFiles = false, changesDisk = false } = options;
      const mayDirectly =
        (await isLocal(options)) &&
        (!changesNetwork || mayChangeNetwork()) &&
        (!(readsFiles || changesDisk) || process.getuid?.() === 0);
      return mayDirectly ? runHere(script, options) : runInContainer(connection, installationId, script, options);
    },
  };
}

/**
 * Whether this process has the network of the engine's machine: it routes a bridge of that engine. A panel in a
 * container of its own does not, though it may use the same socket.
 */
async function seesEngineNetwork(
  connection: DockerConnection,
  dockerHost: string,
  { signal }: CallOptions,
): Promise<boolean> {
  if (!dockerHost.startsWith("unix://")) return false;
  const networks = await connection.call((docker) => docker.listNetworks({ filters: { driver: ["bridge"] } }), {
    signal,
  });
  const subnets = networks
    .flatMap((network) => network.IPAM?.Config ?? [])
    .map(({ Subnet }) => parseCidr(Subnet ?? ""));
  const routed = parseRoutes(await readFile("/proc/net/route", "utf8").catch(() => ""));
  return routed.some(({ first, last }) => subnets.some((subnet) => subnet?.first === first && subnet.last === last));
}

const netAdmin = 1n << 12n;

/** CAP_NET_ADMIN, which root has outside of containers. */
function mayChangeNetwork(): boolean {
  try {
    const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
    return (BigInt(`0x${effective}`) & netAdmin) !== 0n;
  } catch {
    return false;
  }
}

function runHere(script: string, { signal, timeoutMs = defaultTimeoutMs }: HostOptions): Promise<HostResult> {
  const environment: NodeJS.ProcessEnv = { NODE_ENV: "production", PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };
  const limits = { env: environment, signal, timeout: timeoutMs, maxBuffer: maxOutputBytes };
  return new Promise((resolve, reject) => {
    execFile("/bin/sh", ["-c", `exec 2>&1\n${script}`], limits, (error, output) => {
      if (signal?.aborted) return reject(signal.reason);
      if (!error) return resolve({ exitCode: 0, output });
      if (error.killed) return reject(provisioningErrors.engine_timeout({ cause: error }));
      resolve({ exitCode: typeof error.code === "number" ? error.code : 127, output: output || error.message });
    });
  });
}

async function runInContainer(
  connection: DockerConnection,
  installationId: string,
  script: string,
  options: HostOptions,
): Promise<HostResult> {
  const { signal, timeoutMs = defaultTimeoutMs, changesNetwork = false, changesDisk = false } = options;
  await removeLeftovers(connection, installationId, helperRole, { signal });
  const image = await ensureHelperImage(connection);
  const name = `lightnode-host-${installationId}-${randomBytes(4).toString("hex")}`;
  const body = {
    name,
    Image: image,
    Entrypoint: ["/chroot", "/host", "/bin/sh", "-c"],
    Cmd: [`exec 2>&1\nPATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C; export PATH LC_ALL\n${script}`],
    User: "0:0",
    // No resource's label: events of the helper are no events of a workload.
    Labels: { [marks.installation]: installationId, [marks.role]: helperRole },
    HostConfig: {
      NetworkMode: "host",
      UsernsMode: "host",
      CapDrop: ["ALL"],
      CapAdd: [
        "SYS_CHROOT",
        "DAC_READ_SEARCH",
        ...(changesNetwork ? ["NET_ADMIN", "NET_RAW"] : []),
        ...(changesDisk ? ["SYS_ADMIN", "FOWNER"] : []),
      ],
      SecurityOpt: ["no-new-privileges"],
      Memory: 64 * 1024 * 1024,
      PidsLimit: 64,
      LogConfig: { Type: "json-file", Config: { "max-size": "2m", "max-file": "1" } },
      Mounts: [
        { Type: "bind" as const, Source: "/", Target: "/host", ReadOnly: !changesDisk },
        // The older iptables locks a file there.
        ...(changesNetwork ? [{ Type: "bind" as const, Source: "/run", Target: "/host/run", ReadOnly: false }] : []),
      ],
    },
  };
  try {
    await connection.call((docker) => docker.createContainer({ ...body }), { signal });
    await connection.call((docker) => docker.getContainer(name).start(), { signal });
    const ended = (await connection.call((docker) => docker.getContainer(name).wait(), { signal, timeoutMs })) as {
      StatusCode: number;
    };
    const lines = await readLogs(connection, name, { tail: maxOutputLines, signal });
    return { exitCode: ended.StatusCode, output: lines.map((line) => line.text).join("\n") };
  } finally {
    await connection
      .call((docker) => docker.getContainer(name).remove({ force: true }))
      .catch((error: unknown) => {
        if (dockerStatus(error) !== 404) throw error;
      });
  }
}
