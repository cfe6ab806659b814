import { request } from "node:http";

/**
 * Containers of the machine with their CPU and memory, where the agent may ask Docker. Counters are read with the facts, every ten minutes,
 * without Docker's own measuring of a second.
 */
export type ContainerFigures = {
  name: string;
  state: string;
  cpuPercent: number | null;
  memoryBytes: number | null;
};

type Stats = {
  cpu_stats?: { cpu_usage?: { total_usage?: number } };
  memory_stats?: { usage?: number; stats?: { inactive_file?: number } };
};
type Listed = { Id: string; Names?: string[]; State?: string };

const mostContainers = 100;
const mostBytes = 4_000_000;

function ask<T>(socketPath: string, path: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, timeout: 3_000 }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        text += part;
        if (text.length > mostBytes) sent.destroy(new Error("Docker's answer is too large"));
      });
      answer.on("end", () => {
        try {
          if (answer.statusCode !== 200) throw new Error(`Docker answered ${answer.statusCode}`);
          resolve(JSON.parse(text) as T);
        } catch (error) {
          reject(error);
        }
      });
    });
    sent.on("timeout", () => sent.destroy(new Error("Docker does not answer")));
    sent.on("error", reject);
    sent.end();
  });
}

export class Containers {
  readonly #socketPath: string;
  readonly #before = new Map<string, { usage: number; at: number }>();

  constructor(socketPath = "/var/run/docker.sock") {
    this.#socketPath = socketPath;
  }

  /** Rejects where Docker may not be asked. */
  async list(): Promise<ContainerFigures[]> {
    const listed = await ask<Listed[]>(this.#socketPath, "/containers/json?all=true");
    const figures: ContainerFigures[] = [];
    for (const container of listed.slice(0, mostContainers)) figures.push(await this.#figuresOf(container));
    for (const id of this.#before.keys()) if (!listed.some(({ Id }) => Id === id)) this.#before.delete(id);
    return figures;
  }

  async #figuresOf({ Id, Names, State = "unknown" }: Listed): Promise<ContainerFigures> {
    const name = (Names?.[0] ?? Id).replace(/^\//, "").slice(0, 200);
    const none = { name, state: State, cpuPercent: null, memoryBytes: null };
    if (State !== "running") return none;
    const path = `/containers/${Id}/stats?stream=false&one-shot=true`;
    const stats = await ask<Stats>(this.#socketPath, path).catch(() => null);
    if (stats === null) return none;
    const usage = stats.cpu_stats?.cpu_usage?.total_usage ?? 0;
    const [before, at] = [this.#before.get(Id), performance.now()];
    this.#before.set(Id, { usage, at });
    const memory = (stats.memory_stats?.usage ?? 0) - (stats.memory_stats?.stats?.inactive_file ?? 0);
    const isGrown = before !== undefined && usage >= before.usage;
    const percent = isGrown ? (100 * (usage - before.usage)) / 1e6 / (at - before.at) : null;
    return { name, state: State, cpuPercent: percent, memoryBytes: Math.max(0, memory) };
  }
}
