import { Client } from "pg";
import { sleep } from "@/lib/core/clock";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { backoffDelay, withTimeout } from "@/lib/core/retry";

/**
 * Says whose rights may have ended, at the commit that ended them: triggers announce it (migration
 * 20261126120000_realtime_rights), so no use case can forget to. Keys: `session:<id>`, `token:<id>`, `executor:<id>`,
 * `user:<id>`, `server:<id>`, or `all`, which also stands for what was missed while the connection was lost.
 */
export type RightChangesOptions = { databaseUrl: string; log: Logger | undefined; onChange(key: string): void };

/** A connection that answers nothing is lost, although TCP has not noticed. */
const probeEveryMs = 5_000;

export class RightChanges {
  readonly #options: RightChangesOptions;
  #client: Client | null = null;
  #isStopped = false;

  constructor(options: RightChangesOptions) {
    this.#options = options;
  }

  /** Resolves when it listens for the first time, or when the first attempt failed; it goes on trying then. */
  start(): Promise<void> {
    return new Promise((resolve) => void this.#run(resolve));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#client?.end().catch(() => {});
  }

  async #run(attempted: () => void): Promise<void> {
    for (let attempt = 0; !this.#isStopped; attempt++) {
      try {
        await this.#listen(() => {
          attempt = 0;
          attempted();
        });
      } catch (error) {
        if (this.#isStopped) return;
        this.#options.log?.warn(
          { error: messageOf(error) },
          "realtime: changes of rights are not received; connecting again",
        );
      }
      attempted();
      if (!this.#isStopped) await sleep(backoffDelay(attempt, 100, 2_000));
    }
  }

  /** Resolves or rejects when the connection is over. */
  async #listen(connected: () => void): Promise<void> {
    const client = new Client({
      connectionString: this.#options.databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    this.#client = client;
    let lose: (error: Error) => void = () => {};
    const over = new Promise<void>((resolve, reject) => {
      lose = reject;
      client.on("end", resolve);
      client.on("error", reject);
    });
    over.catch(() => {});
    client.on("notification", ({ payload = "" }) => this.#options.onChange(payload));
    const probe = setInterval(() => {
      withTimeout(
        probeEveryMs,
        () => client.query("SELECT 1"),
        () => new Error("it does not answer"),
      ).catch(lose);
    }, probeEveryMs);
    try {
      await client.connect();
      await client.query("LISTEN right_changed");
      connected();
      this.#options.onChange("all");
      await over;
    } finally {
      clearInterval(probe);
      client.end().catch(() => {});
    }
  }
}
