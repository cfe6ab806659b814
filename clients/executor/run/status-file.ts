import { type Home, readIfThere, writeWhole } from "../home";

/** What a run says about itself, for `status`: written at every heartbeat. */
export type RunStatus = {
  executorId: string;
  name: string;
  pid: number;
  version: string;
  configVersion: number;
  at: string;
  panel: "answers" | "away";
  connection: "socket" | "long poll";
  queueLength: number;
  bridgeConnected: boolean;
  commandsDone: number;
  commandsFailed: number;
  clock: string | null;
};

const fileName = "status.json";

export function writeStatus(home: Home, status: RunStatus): void {
  try {
    writeWhole(home.file(fileName), `${JSON.stringify(status, null, 2)}\n`);
  } catch {
    // A full disk must not stop the executor.
  }
}

export function readStatus(home: Home): RunStatus | null {
  try {
    const text = readIfThere(home.file(fileName));
    return text === null ? null : (JSON.parse(text) as RunStatus);
  } catch {
    return null;
  }
}
