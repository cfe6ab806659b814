import { sql } from "@/lib/db/transaction";
import { pingMinecraft } from "@/lib/provisioning/protocols/minecraft-status";

type OnlineServer = { id: string; port: number; since: Date };

/**
 * Watches the promise that "online" means that players can connect: keeps asking every server that is online, and
 * notes those that did not answer although they were online before and after the question.
 */
export class OnlineWitness {
  readonly broken: string[] = [];
  asked = 0;
  #stopped = false;
  #watching: Promise<void> | null = null;

  start(): void {
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#watching;
  }

  async #watch(): Promise<void> {
    while (!this.#stopped) {
      for (const server of await onlineServers()) await this.#ask(server);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async #ask({ id, port, since }: OnlineServer): Promise<void> {
    this.asked++;
    try {
      await pingMinecraft({ host: "127.0.0.1", port, timeoutMs: 2_000 });
    } catch (error) {
      const still = (await onlineServers()).some((now) => now.id === id && now.since.getTime() === since.getTime());
      if (still) this.broken.push(`${id} was online but did not answer: ${String(error)}`);
    }
  }
}

function onlineServers(): Promise<OnlineServer[]> {
  return sql()
    .rows<OnlineServer>(
      `SELECT id, main_port AS port, online_since AS since FROM workload WHERE status = 'online' AND online_since IS NOT NULL`,
    )
    .catch(() => []);
}
