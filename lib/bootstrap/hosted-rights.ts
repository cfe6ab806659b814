import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { retry } from "@/lib/core/retry";
import type { DatabaseListener } from "@/lib/db/database-listener";
import { type Sql, sql } from "@/lib/db/transaction";
import type { Publisher } from "@/lib/realtime/publisher";
import { onRightChange } from "@/lib/realtime/right-changes";

/**
 * With hosted Pusher the subscriptions are not ours: all that its API offers is to close every connection that is
 * signed in under an id. Connections sign in as their session, token or executor, so a change of rights closes those of
 * those it concerns. A client that still has rights connects again and has them signed again; a right that did not
 * change is interrupted for that moment only. docs/DEPLOYMENT.md says what this does not cover.
 */
export type HostedRightsOptions = {
  listener: DatabaseListener;
  publisher: Pick<Publisher, "terminateUser">;
  log: Logger;
  /** First pause before a call that failed is repeated; doubles up to 30 s. */
  retryMs?: number;
};

export class HostedRights {
  readonly #publisher: Pick<Publisher, "terminateUser">;
  readonly #log: Logger;
  readonly #listener: DatabaseListener;
  #unsubscribe: () => void = () => {};
  readonly #retryMs: number;
  readonly #stopped = new AbortController();

  constructor(options: HostedRightsOptions) {
    this.#retryMs = options.retryMs ?? 1_000;
    this.#publisher = options.publisher;
    this.#log = options.log;
    this.#listener = options.listener;
  }

  start(): void {
    this.#unsubscribe = onRightChange(this.#listener, (key) => void this.#close(key));
  }

  stop(): void {
    this.#stopped.abort();
    this.#unsubscribe();
  }

  /**
   * Tries for a quarter of an hour: ending a right is important, and the hosted service may be unavailable for a while.
   */
  async #close(key: string): Promise<void> {
    const signal = this.#stopped.signal;
    const patience = { attempts: 36, delayMs: this.#retryMs, maxDelayMs: 30_000, signal };
    try {
      let ids = await retry(() => connectionsOf(key, sql()), patience);
      await retry(async () => {
        const refused: string[] = [];
        for (const id of ids) if (!(await this.#publisher.terminateUser(id))) refused.push(id);
        ids = refused;
        if (ids.length > 0) throw new Error(`Pusher refused ${ids.length} calls`);
      }, patience);
    } catch (error) {
      if (signal.aborted) return;
      this.#log.error({ key, error: messageOf(error) }, "realtime: connections of an ended right were not closed");
    }
  }
}

/** The ids that connections concerned by a change are signed in under. */
export async function connectionsOf(key: string, db: Sql): Promise<string[]> {
  const [kind = "", id = ""] = key.split(/:(.*)/s);
  if (kind === "session" || kind === "token" || kind === "executor") return [id];
  if (kind === "all") return changedMeanwhile(db);
  return kind === "user" ? openedBy(db, id) : [];
}

const missedMs = 3_600_000;
const ids = (...lists: { id: string }[][]) => lists.flat().map((row) => row.id);
const select = { id: true } as const;

/**
 * Rights that may have ended while no listener was connected, and those of people who changed then; shares leave no such
 * record.
 */
async function changedMeanwhile({ prisma }: Sql): Promise<string[]> {
  const since = { gt: new Date(Date.now() - missedMs) };
  const ended = { revokedAt: since };
  const changed = { revokedAt: null };
  return ids(
    await prisma.session.findMany({ where: { OR: [ended, { ...changed, user: { updatedAt: since } }] }, select }),
    await prisma.apiToken.findMany({ where: { OR: [ended, { ...changed, user: { updatedAt: since } }] }, select }),
    await prisma.executor.findMany({ where: { OR: [ended, { ...changed, owner: { updatedAt: since } }] }, select }),
  );
}

async function openedBy({ prisma }: Sql, userId: string): Promise<string[]> {
  const own = { userId, revokedAt: null };
  return ids(
    await prisma.session.findMany({ where: { ...own, absoluteExpiresAt: { gt: new Date() } }, select }),
    await prisma.apiToken.findMany({ where: own, select }),
    await prisma.executor.findMany({ where: { ownerId: userId, revokedAt: null }, select }),
  );
}
