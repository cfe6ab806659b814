import type Docker from "dockerode";
import { isAppError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import type { CallOptions } from "../../call-options";
import type { Labels } from "../../engine";
import { labels as marks } from "../../engine";
import { provisioningErrors } from "../../errors";
import { bridgeName } from "../../host/bridge-names";
import type { HostShell } from "../../host/host-shell";
import { parseRoutes, routesScript } from "../../host/parse-routes";
import type { DockerConnection } from "../connection";
import { isOurs, labelFilter, refuseForeign } from "../ownership";
import { dockerMessage, dockerStatus } from "../translate-errors";
import { type Block, parseCidr, pickFreeBlock } from "./subnets";

/**
 * Bridges of customers, each with a /27 that we choose: Docker's own pools hold about 30 networks. Two callers may
 * pick the same block; Docker refuses the second, which then looks again. The refusal also settles two callers who
 * create the same name, since Docker itself allows duplicates.
 */
const blockPrefix = 27;
const maxAttempts = 40;

/**
 * Containers on one bridge may not reach each other: a container taken over through a plugin must not reach the RCON or
 * the database of its sibling, which listen unpublished on the bridge. Host to container and published ports are not
 * affected (they are not bridge-to-bridge traffic), so workloads that belong together talk through their public ports.
 */
function bridgeOptions(installationId: string, networkName: string): Record<string, string> {
  return {
    "com.docker.network.bridge.enable_icc": "false",
    "com.docker.network.bridge.name": bridgeName(installationId, networkName),
  };
}

const engineUnreachableCodes = new Set(["engine_unavailable", "engine_timeout"]);

export class Networks {
  readonly #connection: DockerConnection;
  readonly #installationId: string;
  readonly #pool: Block;
  readonly #inFlight = new Map<string, Promise<void>>();
  /** Blocks chosen by calls of this process that Docker does not list yet. */
  readonly #reserved = new Set<Block>();

  readonly #host: HostShell;
  readonly #logger: Logger | undefined;

  constructor(
    connection: DockerConnection,
    installationId: string,
    networkCidr: string,
    host: HostShell,
    logger?: Logger,
  ) {
    const pool = parseCidr(networkCidr);
    if (!pool) throw new Error("networkCidr is not an IPv4 block such as 10.210.0.0/16");
    this.#connection = connection;
    this.#installationId = installationId;
    this.#pool = pool;
    this.#host = host;
    this.#logger = logger;
  }

  /** Calls for one name take turns; calls for different names run side by side, each with a block reserved. */
  async ensure(name: string, labels: Labels, options: CallOptions = {}): Promise<void> {
    const before = this.#inFlight.get(name);
    const turn = (async () => {
      await before?.catch(() => {});
      await this.#ensure(name, { ...labels, [marks.installation]: this.#installationId }, options);
    })();
    this.#inFlight.set(name, turn);
    try {
      await turn;
    } finally {
      if (this.#inFlight.get(name) === turn) this.#inFlight.delete(name);
    }
  }

  async #ensure(name: string, wanted: Labels, options: CallOptions): Promise<void> {
    let routed: Block[] | undefined;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const all = await this.#connection.call((docker) => docker.listNetworks(), options);
      const existing = all.find((network) => network.Name === name);
      if (existing) return this.#adopt(name, wanted, existing);
      routed ??= await this.#routedBlocks(options);
      // Repeated refusals mean other programs that also take the first free block: search elsewhere in the pool.
      const start = attempt === 0 ? 0 : Math.random();
      const subnet = pickFreeBlock(this.#pool, blockPrefix, [...usedBlocks(all), ...routed, ...this.#reserved], start);
      if (!subnet) throw provisioningErrors.network_exhausted();
      if (await this.#create(name, wanted, subnet, options)) return this.#removeDuplicates(name, options);
    }
    throw provisioningErrors.engine_timeout({ detail: "Other programs kept taking the free address blocks." });
  }

  /**
   * What the machine routes already: bridges of its own, VPNs, networks of other engines. Docker checks only its own.
   * An engine that cannot read the routes (it allows no helper) still creates networks, without that check.
   */
  async #routedBlocks(options: CallOptions): Promise<Block[]> {
    try {
      const { exitCode, output } = await this.#host.run(routesScript, options);
      if (exitCode === 0) return parseRoutes(output);
      this.#logger?.warn({ output: output.slice(0, 500) }, "the routes of the machine could not be read");
    } catch (error) {
      options.signal?.throwIfAborted();
      if (isAppError(error) && engineUnreachableCodes.has(error.code)) throw error;
      this.#logger?.warn({ err: error }, "the routes of the machine could not be read");
    }
    return [];
  }

  #adopt(name: string, wanted: Labels, found: Docker.NetworkInspectInfo): void {
    const foundLabels = found.Labels ?? {};
    if (Object.entries(wanted).some(([key, value]) => key !== marks.run && foundLabels[key] !== value)) {
      throw refuseForeign("network", name);
    }
  }

  /** False when the block or the name was taken meanwhile. */
  async #create(name: string, labels: Labels, subnet: string, options: CallOptions): Promise<boolean> {
    const body: Docker.NetworkCreateOptions = {
      Name: name,
      CheckDuplicate: true,
      Driver: "bridge",
      EnableIPv6: false,
      IPAM: { Driver: "default", Config: [{ Subnet: subnet }] },
      Options: bridgeOptions(this.#installationId, name),
      Labels: labels,
    };
    const block = parseCidr(subnet);
    if (block) this.#reserved.add(block);
    try {
      await this.#connection.call((docker) => docker.createNetwork(body), options);
      return true;
    } catch (error) {
      if (/overlap|already exists|same bridge name/i.test(dockerMessage(error))) return false;
      throw error;
    } finally {
      if (block) this.#reserved.delete(block);
    }
  }

  /**
   * Should two creations of one name have passed Docker's check at once, the oldest stays and each sees the same one.
   */
  async #removeDuplicates(name: string, options: CallOptions): Promise<void> {
    const filters = labelFilter({}, this.#installationId);
    const found = await this.#connection.call((docker) => docker.listNetworks({ filters }), options);
    const same = found.filter((network) => network.Name === name);
    const [, ...younger] = same.sort((a, b) => a.Created.localeCompare(b.Created) || a.Id.localeCompare(b.Id));
    for (const network of younger) {
      await this.#connection.call((docker) => docker.getNetwork(network.Id).remove(), options).catch(ignoreAbsent);
    }
  }

  async removeIfUnused(name: string, options: CallOptions = {}): Promise<boolean> {
    const all = await this.#connection.call((docker) => docker.listNetworks({ filters: { name: [name] } }), options);
    const found = all.find((network) => network.Name === name);
    if (!found) return true;
    if (!isOurs(found.Labels, this.#installationId)) throw refuseForeign("network", name);
    // Docker removes a network that only stopped containers use, and these could not start again.
    // By name too: a container that never started is not known by the id.
    const filters = { network: [found.Id, name] };
    const users = await this.#connection.call((docker) => docker.listContainers({ all: true, filters }), options);
    if (users.length > 0) return false;
    try {
      await this.#connection.call((docker) => docker.getNetwork(found.Id).remove(), options);
      return true;
    } catch (error) {
      if (dockerStatus(error) === 404) return true;
      if (/active endpoints|in use/i.test(dockerMessage(error))) return false;
      throw error;
    }
  }

  async list(labels: Labels, options: CallOptions = {}): Promise<{ name: string; labels: Labels }[]> {
    const filters = labelFilter(labels, this.#installationId);
    const found = await this.#connection.call((docker) => docker.listNetworks({ filters }), options);
    return found.map((network) => ({ name: network.Name, labels: network.Labels ?? {} }));
  }
}

function usedBlocks(networks: Docker.NetworkInspectInfo[]): Block[] {
  return networks
    .flatMap((network) => network.IPAM?.Config ?? [])
    .map((config) => parseCidr(config.Subnet ?? ""))
    .filter((block) => block !== null);
}

function ignoreAbsent(error: unknown): void {
  if (dockerStatus(error) !== 404) throw error;
}
