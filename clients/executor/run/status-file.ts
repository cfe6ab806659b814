import { bridgeAddress } from "../bridge/address";
import type { EffectiveConfig } from "../config/effective-config";
import type { Home } from "../home";
import type { Ending } from "../stop";
import { readJsonIfThere, replaceFile } from "../system/files";
import { version } from "../version";

/** What `status` shows, as the running process last wrote it. */
export type Status = {
  pid: number;
  version: string;
  startedAt: string;
  writtenAt: string;
  state: "starting" | "online" | "offline" | "stopped" | "revoked" | "superseded" | "failed";
  connection: "socket" | "long poll" | "none";
  url: string;
  key: string;
  executorId: string | null;
  name: string | null;
  configVersion: number | null;
  manual: string[];
  lastHeartbeatAt: string | null;
  message: string | null;
  queueLength: number;
  bridge: string | null;
  bridgeConnected: boolean;
  commandsDone: number;
  commandsFailed: number;
};

export class StatusFile {
  readonly #file: string;
  readonly #read: () => Status;
  #timer: NodeJS.Timeout | null = null;

  constructor(home: Home, read: () => Status) {
    this.#file = home.status;
    this.#read = read;
  }

  /** Writes soon; many changes are one write. */
  touch(): void {
    this.#timer ??= setTimeout(() => this.write(), 200);
  }

  write(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    try {
      replaceFile(this.#file, `${JSON.stringify(this.#read(), null, 2)}\n`);
    } catch {
      // The log and the panel report the state as well.
    }
  }
}

export function readStatus(home: Home): Status | null {
  return readJsonIfThere(home.status) as Status | null;
}

export type Facts = {
  ending: Ending | null;
  startedAt: Date;
  url: string;
  key: string;
  config: EffectiveConfig | null;
  connection: Status["connection"];
  lastHeartbeatAt: string | null;
  /** Why the last heartbeat was not answered. */
  failure: string | null;
  /** Why the last configuration was refused. */
  refused: string | null;
  metrics: { queueLength: number; bridgeConnected: number; commandsDone: number; commandsFailed: number };
};

const stateAfter = {
  stopped: "stopped",
  restart: "starting",
  superseded: "superseded",
  revoked: "revoked",
  failed: "failed",
} as const satisfies Record<Ending["kind"], Status["state"]>;

export function statusOf(facts: Facts): Status {
  const { ending, startedAt, url, key, config, connection, lastHeartbeatAt, failure, refused, metrics } = facts;
  const alive = failure ? "offline" : lastHeartbeatAt ? "online" : "starting";
  return {
    pid: process.pid,
    version,
    startedAt: startedAt.toISOString(),
    writtenAt: new Date().toISOString(),
    state: ending ? stateAfter[ending.kind] : alive,
    connection: ending ? "none" : connection,
    url,
    key,
    executorId: config?.executorId ?? null,
    name: config?.name ?? null,
    configVersion: config?.configVersion ?? null,
    manual: config?.manual ?? [],
    lastHeartbeatAt,
    message: (ending && "message" in ending ? ending.message : null) ?? failure ?? refused,
    queueLength: metrics.queueLength,
    bridge: config ? bridgeAddress(config.zmqHost, config.zmqPort) : null,
    bridgeConnected: metrics.bridgeConnected === 1,
    commandsDone: metrics.commandsDone,
    commandsFailed: metrics.commandsFailed,
  };
}
