import { randomUUID } from "node:crypto";
import { keyRing } from "@/lib/core/encryption/field-cipher";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { forgetProcess, listKeys, noteProcess } from "./follow-keys.sql";

/** A process without a sign of life for this long counts as ended. */
export const processTimeoutSeconds = 15;
const everyMs = 1_000;

/**
 * Keeps this process's active key in step with the database. Keys travel in files and environments; the database says
 * only which of them writes. Throws when it names a key that this process does not have: then it must not write, nor
 * start.
 */
export async function followActiveKey(): Promise<string> {
  const active = (await sql().rows(listKeys)).find((key) => key.isActive);
  const ring = keyRing();
  if (!active) return ring.activeId;
  if (active.id !== ring.activeId) {
    if (!ring.has(active.id)) {
      throw new Error(
        `the active encryption key is "${active.id}", and ENCRYPTION_KEYS has only ${ring.ids.join(", ")}: add it before this process starts`,
      );
    }
    ring.activate(active.id);
  }
  return active.id;
}

/** Records the keys of the ring; in a new database the first of them becomes the active one. */
export async function registerKeys(): Promise<void> {
  const { ids, activeId } = keyRing();
  const known = await sql().rows(listKeys);
  const isKnown = (id: string) => known.some((key) => key.id === id);
  // At most starts nothing is new, and Prisma Client need not be loaded.
  if (!ids.every(isKnown) || !known.some((key) => key.isActive)) {
    await transaction(async (tx) => {
      await noteKeys(tx, ids);
      if ((await tx.prisma.encryptionKey.count({ where: { state: "active" } })) > 0) return;
      await tx.prisma.encryptionKey.updateMany({
        where: { id: activeId },
        data: { state: "active", activatedAt: new Date() },
      });
    });
  }
  await followActiveKey();
}

export async function noteKeys(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.prisma.encryptionKey.createMany({ data: ids.map((id) => ({ id })), skipDuplicates: true });
}

/** Records every second which keys this process can read and which one it writes with. */
export class KeyFollower {
  readonly #id: string;
  readonly #kind: string;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;

  constructor(kind: string, log: Logger) {
    this.#kind = kind;
    this.#id = `${kind}-${process.pid}-${randomUUID().slice(0, 8)}`;
    this.#log = log;
  }

  /** Resolves once this process writes with the active key; throws when it cannot. */
  async start(): Promise<void> {
    await followActiveKey();
    await this.beat();
    this.#timer = setInterval(() => {
      this.beat().catch((error) => this.#log.warn({ error: messageOf(error) }, "following the encryption keys failed"));
    }, everyMs);
  }

  async beat(): Promise<void> {
    keyRing().refresh();
    const active = await followActiveKey();
    await sql().run(noteProcess, [this.#id, this.#kind, keyRing().ids, active]);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await sql().run(forgetProcess, [this.#id]);
  }
}
