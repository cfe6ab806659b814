import { PostgresConnection } from "../../databases/postgresql/postgres-connection";
import type { MailDeliveryView } from "../contract";
import { readDeliveries, readSignIns } from "./mail.remote.sql";
import { mailConnectionSchema } from "./mail-connection";

const timeoutMs = 10_000;

async function connected<T>(stored: unknown, use: (store: PostgresConnection) => Promise<T>): Promise<T> {
  const store = new PostgresConnection(mailConnectionSchema.parse(stored).url);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** A page of the delivery log that the mail server keeps. */
export function readDeliveryPage(
  stored: unknown,
  domain: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: MailDeliveryView[]; nextCursor: string | null }> {
  return connected(stored, async (store) => {
    type Row = Omit<MailDeliveryView, "at"> & { id: string; at: Date };
    const before = cursor && /^\d{1,18}$/.test(cursor) ? cursor : null;
    const rows = await store.rows<Row>(readDeliveries, [domain, before, limit + 1], AbortSignal.timeout(timeoutMs));
    const shown = rows.slice(0, limit);
    const items = shown.map(({ id: _, at, ...row }) => ({ ...row, at: at.toISOString() }));
    return { items, nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
  });
}

/** Last sign-ins after `since`, by address. */
export function readLastSignIns(stored: unknown, since: Date): Promise<{ email: string; lastLoginAt: Date }[]> {
  return connected(stored, (store) => store.rows(readSignIns, [since], AbortSignal.timeout(timeoutMs)));
}
