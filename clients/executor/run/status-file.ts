import { readJsonIfThere, replaceFile } from "../files";
import type { Home } from "../home";

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
      // Told by the log and the panel all the same.
    }
  }
}

export function readStatus(home: Home): Status | null {
  return readJsonIfThere(home.status) as Status | null;
}
