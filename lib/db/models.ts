import { AsyncLocalStorage } from "node:async_hooks";
import { type Pool, type PoolClient, Pool as PostgresPool, type QueryConfig, type QueryResult } from "pg";
import type { Prisma, PrismaClient } from "./generated/client";

/**
 * The models of Prisma Client, without its `$` methods: only `transaction()` opens a transaction, and SQL is in
 * `*.sql.ts` files. Prisma Client is loaded at the first call, since a process that has loaded it holds 40 to 60 MB more.
 */
export type Models = { readonly [Model in Uncapitalize<Prisma.ModelName>]: PrismaClient[Model] };

/** The models, each of whose methods waits for `load` first. Chained calls of relations (`.user().servers()`) do not work. */
export function lazyModels(load: () => Promise<Models>): Models {
  const delegates = new Map<string | symbol, object>();
  const delegateOf = (model: string | symbol) =>
    new Proxy(
      {},
      {
        get: (_, method) =>
          async function call(args: unknown): Promise<unknown> {
            const delegate: object = Reflect.get(await load(), model);
            return Reflect.apply(Reflect.get(delegate, method), delegate, [args]);
          },
      },
    );
  return new Proxy({} as Models, {
    get(_, model) {
      const delegate = delegates.get(model) ?? delegateOf(model);
      delegates.set(model, delegate);
      return delegate;
    },
  });
}

/** The connection on which Prisma has to run its next transaction, since ours is open on it. */
const joined = new AsyncLocalStorage<{ client: PoolClient; isJoined: boolean }>();

/** Loads Prisma Client on a pool. Its transactions join the transaction of `modelsOn`. */
export async function loadPrisma(pool: Pool): Promise<PrismaClient> {
  const [{ PrismaPg }, { PrismaClient }] = await Promise.all([
    import("@prisma/adapter-pg"),
    import("./generated/client"),
  ]);
  type Adapter = Awaited<ReturnType<InstanceType<typeof PrismaPg>["connect"]>>;
  type Transaction = Awaited<ReturnType<Adapter["startTransaction"]>>;
  const adapters = new WeakMap<PoolClient, Promise<Adapter>>();

  /** Prisma's adapter over one connection. It wants a pool, so it gets one whose statements all go to the connection. */
  function adapterOver(client: PoolClient): Promise<Adapter> {
    const known = adapters.get(client);
    if (known) return known;
    const single = Object.assign(new PostgresPool(), { query: oneAtATime(client) });
    const adapter = new PrismaPg(single).connect();
    adapters.set(client, adapter);
    return adapter;
  }

  /** A transaction of Prisma's that neither begins nor ends anything: `transaction()` does both. */
  async function join(client: PoolClient): Promise<Pick<Transaction, keyof Transaction>> {
    const adapter = await adapterOver(client);
    const execute = (sql: string) => adapter.executeRaw({ sql, args: [], argTypes: [] }).then(() => undefined);
    return {
      provider: adapter.provider,
      adapterName: adapter.adapterName,
      options: { usePhantomQuery: true },
      queryRaw: (query) => adapter.queryRaw(query),
      executeRaw: (query) => adapter.executeRaw(query),
      commit: async () => {},
      rollback: async () => {},
      createSavepoint: (name) => execute(`SAVEPOINT ${name}`),
      rollbackToSavepoint: (name) => execute(`ROLLBACK TO SAVEPOINT ${name}`),
      releaseSavepoint: (name) => execute(`RELEASE SAVEPOINT ${name}`),
    };
  }

  class JoiningAdapter extends PrismaPg {
    override async connect(): Promise<Adapter> {
      const adapter = await super.connect();
      const start = adapter.startTransaction.bind(adapter);
      adapter.startTransaction = (isolationLevel) => {
        const wanted = joined.getStore();
        if (!wanted) return start(isolationLevel);
        wanted.isJoined = true;
        return join(wanted.client);
      };
      return adapter;
    }
  }
  return new PrismaClient({ adapter: new JoiningAdapter(pool) });
}

/** Prisma reads relations side by side; a connection takes one statement after the other. */
function oneAtATime(client: PoolClient) {
  let last: Promise<unknown> = Promise.resolve();
  return (config: QueryConfig, values?: unknown[]): Promise<QueryResult> => {
    const turn = last.then(() => client.query(config, values));
    last = turn.catch(() => {});
    return turn;
  };
}

/** Longer than any transaction lasts (a statement ends after 15 s), and short enough for a timer. */
const transactionTimeoutMs = 24 * 60 * 60 * 1_000;

export type JoinedModels = {
  readonly models: Models;
  /** To be called before COMMIT or ROLLBACK of the connection; returns when Prisma has let go of it. */
  close(): Promise<void>;
};

/**
 * The models on the connection of an open transaction. At the first call Prisma opens a transaction of its own that
 * joins this connection, and keeps it open until `close`.
 */
export function modelsOn(client: PoolClient, prisma: () => Promise<PrismaClient>): JoinedModels {
  const end = Promise.withResolvers<void>();
  let ended: Promise<void> | undefined;
  let opened: Promise<Models> | undefined;
  const open = async (): Promise<Models> => {
    const loaded = await prisma();
    const ready = Promise.withResolvers<Models>();
    const wanted = { client, isJoined: false };
    ended = joined.run(wanted, () =>
      loaded.$transaction(
        async (models) => {
          // On another connection its changes would be committed although ours are rolled back.
          if (!wanted.isJoined) throw new Error("Prisma's transaction did not join ours");
          ready.resolve(models);
          await end.promise;
        },
        { timeout: transactionTimeoutMs, maxWait: transactionTimeoutMs },
      ),
    );
    ended.catch(ready.reject);
    return await ready.promise;
  };
  return {
    models: lazyModels(() => {
      opened ??= open();
      return opened;
    }),
    async close() {
      if (!opened) return;
      end.resolve();
      // A failure to open was thrown by the call that opened it.
      await opened.then(() => ended).catch(() => {});
    },
  };
}
