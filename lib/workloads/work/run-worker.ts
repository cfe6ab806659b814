import { Client } from "pg";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { backoffDelay } from "@/lib/core/retry";
import type { DatabaseListener } from "@/lib/db/database-listener";
import { isDatabaseUnavailable } from "@/lib/db/errors";
import { tryLockSubject, unlockSubject } from "@/lib/db/locks.sql";
import { sql } from "@/lib/db/transaction";
import { workloadErrors } from "../errors";
import { type Publish, publishChange } from "../publication/publish";
import type { ClaimedRun, ResourceKinds } from "../runs/resource-kind";
import { runChannel } from "../runs/runs";
import { claimRun, delayRun, listDue } from "../runs/runs.sql";
import { finishRun } from "./finish-run";
import { DatabaseJournal, RunLostError } from "./journal";

export type RunWorkerOptions = {
  databaseUrl: string;
  /** Wakes it when a run is added or cancelled. */
  listener: DatabaseListener;
  kinds: ResourceKinds;
  publish: Publish;
  log: Logger;
  /** Number of concurrent runs. */
  concurrency?: number;
};

const pollMs = 2_000;

type InHand = { cancel: AbortController; done: Promise<void> };

/**
 * Executes runs. One connection has an advisory lock for each current run: when this process dies, PostgreSQL frees
 * them and any worker continues from the journal at once, without waiting for a lease. NOTIFY wakes the worker; a
 * poll every two seconds finds runs after a lost notice or a back-off. Any number of workers may run.
 */
export class RunWorker {
  readonly #options: RunWorkerOptions;
  readonly #inHand = new Map<string, InHand>();
  #client: Client | null = null;
  /** Aborts the current runs when the locks are lost or the worker stops. */
  #session = new AbortController();
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => {};
  #polling: Promise<void> | null = null;
  #pollAgain = false;
  /** One connection, one statement at a time. */
  #lockQueue: Promise<unknown> = Promise.resolve();

  constructor(options: RunWorkerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.#connect();
    const onNotice = (payload: string) => this.#onNotice(payload);
    this.#unsubscribe = this.#options.listener.subscribe(runChannel, { onNotice, onConnected: () => this.#poll() });
    this.#timer = setInterval(() => this.#poll(), pollMs);
    this.#poll();
  }

  /** Interrupts the current runs (the next worker resumes them) and resolves when none runs any more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#unsubscribe();
    clearInterval(this.#timer);
    this.#session.abort(new Error("the worker is stopping"));
    await Promise.allSettled([...this.#inHand.values()].map((item) => item.done));
    await this.#client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    for (let attempt = 0; !this.#stopping; attempt++) {
      const client = new Client({
        connectionString: this.#options.databaseUrl,
        application_name: "lightnode-worker-locks",
        keepAlive: true,
        connectionTimeoutMillis: 5_000,
      });
      client.on("error", () => this.#onConnectionLost(client));
      client.on("end", () => this.#onConnectionLost(client));
      try {
        await client.connect();
        this.#session = new AbortController();
        this.#client = client;
        return;
      } catch (error) {
        await client.end().catch(() => {});
        this.#options.log.warn({ error: messageOf(error) }, "the worker cannot reach the database");
        await new Promise((resolve) => setTimeout(resolve, backoffDelay(attempt, 200, 5_000)));
      }
    }
  }

  #onConnectionLost(client: Client): void {
    if (this.#client !== client || this.#stopping) return;
    this.#client = null;
    this.#options.log.warn("the database connection with the locks is lost; current runs are interrupted");
    this.#session.abort(new Error("the locks are lost"));
    void Promise.allSettled([...this.#inHand.values()].map((item) => item.done))
      .then(() => this.#connect())
      .then(() => this.#poll());
  }

  #onNotice(payload: string): void {
    if (payload.startsWith("cancel:")) this.#cancel(payload.slice("cancel:".length));
    this.#poll();
  }

  /** Cancels a run that this worker executes; once is enough. */
  #cancel(id: string): void {
    this.#inHand.get(id)?.cancel.abort(workloadErrors.cancelled());
  }

  #poll(): void {
    if (this.#polling) {
      this.#pollAgain = true;
      return;
    }
    this.#polling = this.#claimDue()
      .catch((error) => this.#options.log.warn({ error: messageOf(error) }, "claiming runs failed"))
      .finally(() => {
        this.#polling = null;
        if (this.#pollAgain) {
          this.#pollAgain = false;
          this.#poll();
        }
      });
  }

  async #claimDue(): Promise<void> {
    if (!this.#client || this.#stopping) return;
    // A cancelled run of this worker is due too: its notice may have been lost while the listener was disconnected.
    const due = await sql().rows(listDue, [[...this.#inHand.keys()]]);
    for (const { id } of due) {
      if (this.#inHand.has(id)) {
        this.#cancel(id);
        continue;
      }
      if (this.#inHand.size >= (this.#options.concurrency ?? 8) || this.#stopping) return;
      if (!(await this.#lock(id))) continue;
      const run = await this.#claim(id);
      if (run) this.#take(run);
      else await this.#unlock(id);
    }
  }

  #lockQuery(text: string, id: string): Promise<boolean> {
    const client = this.#client;
    const turn = this.#lockQueue.then(async () => {
      const result = await client?.query<{ done: boolean }>(text, [id]);
      return result?.rows[0]?.done ?? false;
    });
    this.#lockQueue = turn.catch(() => {});
    return turn;
  }

  #lock(id: string): Promise<boolean> {
    return this.#lockQuery(tryLockSubject.text, id);
  }

  async #unlock(id: string): Promise<void> {
    await this.#lockQuery(unlockSubject.text, id).catch(() => {});
  }

  async #claim(id: string): Promise<ClaimedRun | null> {
    return sql().row(claimRun, [id]);
  }

  #take(run: ClaimedRun): void {
    const cancel = new AbortController();
    if (run.cancelled) cancel.abort(workloadErrors.cancelled());
    const signal = this.#session.signal;
    const done = this.#execute(run, signal, cancel.signal)
      .catch((error) => this.#onInterrupted(run, error))
      .finally(async () => {
        await this.#unlock(run.id);
        this.#inHand.delete(run.id);
        if (!this.#stopping) this.#poll();
      });
    this.#inHand.set(run.id, { cancel, done });
  }

  /** The run stays unfinished: the next claim resumes it, later and later when it keeps being interrupted. */
  async #onInterrupted(run: ClaimedRun, error: unknown): Promise<void> {
    const { log } = this.#options;
    log.warn({ run: run.id, resource: run.resourceId, error: messageOf(error) }, "run interrupted; it will be resumed");
    if (this.#session.signal.aborted) return;
    await sql()
      .run(delayRun, [run.id, run.epoch, Math.min(2 ** (run.epoch - 1), 60)])
      .catch(() => {});
  }

  async #execute(run: ClaimedRun, signal: AbortSignal, cancel: AbortSignal): Promise<void> {
    const { kinds, log, publish } = this.#options;
    const kind = kinds.get(run.resourceKind);
    if (!kind) throw new Error(`no definition of the kind ${run.resourceKind}`);
    const open = await kind.openRun(run, log);
    if (!open) {
      await sql().prisma.provisioningRun.updateMany({
        where: { id: run.id },
        data: { state: "failed", finishedAt: new Date() },
      });
      return;
    }
    const { resource } = open;
    const journal = new DatabaseJournal(run, (change) => void publishChange(publish, kind, resource, change), sql());
    const outcome = await open.execute({
      journal,
      signal,
      cancel,
      resume: run.state === "compensating" ? "compensate" : "forward",
      isInterruption: (error) => error instanceof RunLostError || isDatabaseUnavailable(error),
    });
    run.cancelled = cancel.aborted;
    const status = await finishRun(open, outcome);
    const facts = { run: run.id, kind: run.kind, resource: resource.id, outcome: outcome.state };
    log.info({ ...facts, status }, "run ended");
  }
}
