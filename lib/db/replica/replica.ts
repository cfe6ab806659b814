import { env } from "@/lib/core/env";
import { type Database, openDatabase } from "../client";
import { ping } from "../notify.sql";
import { type Sql, sql, sqlOn } from "../transaction";

/**
 * Reads that may be some seconds old: charts, statistics and administrators' lists. They go to the replica
 * (DATABASE_REPLICA_URL) while it is close behind, and to the database itself otherwise, so a replica that stops costs
 * nothing. What a person has just changed is never read here.
 */
const probeMs = 1_000;
/** How far behind the replica may be. */
export const longestLagMs = 5_000;
/** A replica that does not answer a probe is not used until it does. */
const probeTimeoutMs = 2_000;

/** The position of a write in the log, as PostgreSQL prints it (`0/16B3748`), as a number that can be compared. Pure. */
export function positionOf(text: string): bigint {
  const [high = "0", low = "0"] = text.split("/");
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** Positions of the database with the time at which each was read, oldest first. */
export type Mark = { atMs: number; position: bigint };

/** Milliseconds that a server at `position` is behind; null: further than the marks reach back. Pure. */
export function lagOf(marks: readonly Mark[], position: bigint, nowMs: number): number | null {
  const newest = marks.at(-1);
  if (!newest) return null;
  if (position >= newest.position) return 0;
  const reached = marks.findLast((mark) => mark.position <= position);
  return reached ? nowMs - reached.atMs : null;
}

const keptMarks = 60;

class Replica {
  readonly database: Database;
  readonly #timer: NodeJS.Timeout;
  readonly #marks: Mark[] = [];
  #probing = false;
  lagMs: number | null = null;
  isProbed = false;

  constructor(url: string) {
    this.database = openDatabase({ url, poolSize: env().DATABASE_POOL_SIZE, applicationName: "lightnode-replica" });
    this.#timer = setInterval(() => void this.#probe(), probeMs).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.database.close();
  }

  async #probe(): Promise<void> {
    if (this.#probing) return;
    this.#probing = true;
    try {
      const origin = await sql().row(ping);
      if (origin?.position) this.#marks.push({ atMs: Date.now(), position: positionOf(origin.position) });
      if (this.#marks.length > keptMarks) this.#marks.shift();
      const answer = await Promise.race([sqlOn(this.database).row(ping), after(probeTimeoutMs)]);
      this.lagMs = answer?.isReplica && answer.position ? this.#lagOf(answer.position) : null;
    } catch {
      this.lagMs = null;
    } finally {
      this.#probing = false;
      this.isProbed = true;
    }
  }

  #lagOf(position: string): number | null {
    return lagOf(this.#marks, positionOf(position), Date.now());
  }
}

const after = (ms: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), ms).unref());

// Next bundles server modules several times; the process still gets one pool.
const holder = globalThis as unknown as { lightnodeReplica?: Replica | null };

function replica(): Replica | null {
  if (holder.lightnodeReplica === undefined) {
    const { DATABASE_REPLICA_URL: url } = env();
    holder.lightnodeReplica = url ? new Replica(url) : null;
  }
  return holder.lightnodeReplica;
}

/** The replica when it is close behind, else the database. */
export function readSql(): Sql {
  const known = replica();
  return known && known.lagMs !== null && known.lagMs <= longestLagMs ? withFallback(sqlOn(known.database)) : sql();
}

/** A replica that ends in the middle of a read, or cancels it, must not fail it: the database is asked instead. */
function withFallback(replicated: Sql): Sql {
  const models = new Proxy(replicated.prisma, {
    get: (target, model) =>
      new Proxy(Reflect.get(target, model), {
        get: (delegate, method) => (args: unknown) =>
          Reflect.get(delegate, method)(args).catch(() => Reflect.get(Reflect.get(sql().prisma, model), method)(args)),
      }),
  });
  return {
    prisma: models,
    rows: (...given: [never]) => replicated.rows(...given).catch(() => sql().rows(...given)),
    row: (...given: [never]) => replicated.row(...given).catch(() => sql().row(...given)),
    run: (...given) => sql().run(...given),
  };
}

/** The replica of this process, for the health page; null: there is none. `lagMs` is null while it is not usable. */
export function replicaState(): { isProbed: boolean; lagMs: number | null } | null {
  const known = replica();
  return known && { isProbed: known.isProbed, lagMs: known.lagMs };
}

/** Closes the connections; for processes that end. */
export async function closeReplica(): Promise<void> {
  const known = holder.lightnodeReplica;
  holder.lightnodeReplica = undefined;
  await known?.close();
}
