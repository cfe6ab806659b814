import { env } from "@/lib/core/env";
import type { Logger } from "@/lib/core/log";
import type { Sql } from "@/lib/db/transaction";
import { createDockerEngine } from "@/lib/provisioning/docker/engine";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import { listEngineNodes, recordHealth } from "./nodes.sql";

/** A machine as the worker sees it. */
export type EngineNode = {
  id: string;
  name: string;
  /** Null: the engine of this machine. */
  dockerHost: string | null;
};

/** Creates one engine per node and caches it. */
export class EngineRegistry {
  readonly #engines = new Map<string, ContainerEngine>();
  readonly #logger: Logger | undefined;

  constructor(logger?: Logger) {
    this.#logger = logger;
  }

  engineOf(node: Pick<EngineNode, "id" | "dockerHost">): ContainerEngine {
    const dockerHost = node.dockerHost ?? env().DOCKER_HOST;
    const known = this.#engines.get(dockerHost);
    if (known) return known;
    const engine = createDockerEngine({
      dockerHost,
      installationId: env().INSTALLATION_ID,
      networkCidr: env().CUSTOMER_NETWORK_CIDR,
      logger: this.#logger,
    });
    this.#engines.set(dockerHost, engine);
    return engine;
  }
}

export async function findNode(db: Sql, id: string): Promise<EngineNode | null> {
  const [node] = await db.rows(listEngineNodes, [id, false]);
  return node ? engineNodeOf(node) : null;
}

export async function allNodes(db: Sql): Promise<EngineNode[]> {
  return (await db.rows(listEngineNodes, [null, false])).map(engineNodeOf);
}

const engineNodeOf = ({ id, name, dockerHost }: EngineNode): EngineNode => ({ id, name, dockerHost });

/** Records that the engine answered, or why it did not. */
export async function recordEngineHealth(
  db: Sql,
  nodeId: string,
  health: { version: string } | { error: string },
): Promise<void> {
  const { version = null, error = null } = { version: undefined, error: undefined, ...health };
  await db.run(recordHealth, [nodeId, version, error]);
}
