import { Client } from "pg";
import { generateSecurePassword } from "@/lib/core/encryption/crypto";
import { messageOf } from "@/lib/core/errors";
import { hostedServiceErrors } from "../../errors";
import type { Ref } from "../../provider";
import { helperOf, readerOf, roleOf } from "../names";
import {
  type DatabaseSpec,
  type ObservedDatabase,
  observedDatabaseSchema,
  type TenantDatabases,
} from "../tenant-databases";
import { postgresqlConnectionSchema } from "./connection-schema";
import { dumpText } from "./dump/dump-text";
import { runDump } from "./dump/run-dump";
import { measureDatabase, readFigures } from "./measure";
import { PostgresConnection, sqlState } from "./postgres-connection";
import { scramVerifier } from "./scram-verifier";
import {
  actFor,
  allowReader,
  changeRole,
  createDatabase,
  createExtension,
  createRole,
  dropDatabase,
  dropRole,
  endForeignSessions,
  endSessions,
  findNetworksTrigger,
  findTemplate,
  forbidReader,
  giveSchema,
  grantRole,
  limitNetworks,
  limitRole,
  listMarked,
  markRole,
  observeTenant,
  openDatabase,
  setReadOnly,
  takeOver,
} from "./tenant.remote.sql";

type Found = ObservedDatabase & { databaseMarker: string | null; roleMarker: string | null };

const duplicateRole = "42710";
const duplicateDatabase = "42P04";

/** A role without a marker was created by a run that ended before it could mark it: names are random. */
const isForeign = (found: Found, { marker }: Ref) =>
  [found.databaseMarker, found.roleMarker].some((other) => other !== null && other !== marker);

const isEmpty = ({ hasDatabase, hasRole, hasReader }: Found) => !hasDatabase && !hasRole && !hasReader;

/** Databases of customers on one PostgreSQL server. */
export class PostgresqlDatabases implements TenantDatabases {
  readonly #url: string;
  readonly #server: PostgresConnection;

  /** `stored`: see {@link postgresqlConnectionSchema}. */
  constructor(stored: unknown) {
    this.#url = postgresqlConnectionSchema.parse(stored).url;
    this.#server = new PostgresConnection(this.#url);
  }

  async #find(ref: Ref, signal: AbortSignal): Promise<Found> {
    const names = [ref.name, roleOf(ref.name), readerOf(ref.name)];
    const [found] = await this.#server.rows<Found>(observeTenant, names, signal);
    if (!found) throw hostedServiceErrors.unknown_outcome();
    return found;
  }

  async observe(ref: Ref, signal: AbortSignal) {
    const found = await this.#find(ref, signal);
    if (isForeign(found, ref)) return "foreign";
    return isEmpty(found) ? null : observedDatabaseSchema.parse(found);
  }

  async ensure(ref: Ref, spec: DatabaseSpec, signal: AbortSignal) {
    const found = await this.#find(ref, signal);
    if (isForeign(found, ref)) throw hostedServiceErrors.provider_conflict();
    const server = this.#server;
    await this.#ensureRole(spec.role, found.hasRole, ref, signal);
    if (!found.hasDatabase) {
      const statement = createDatabase(ref.name, await this.#canLimitNetworks(null, signal));
      await this.#unlessExists(duplicateDatabase, statement, signal);
    }
    await server.run(openDatabase(ref.name, spec.role, ref.marker), signal);
    await this.#limitNetworks(ref, spec, found, signal);
    const own = [...giveSchema(spec.role), ...spec.extensions.map(createExtension)];
    await server.run(own, signal, ref.name);
    await this.#ensureReader(ref, spec, found, signal);
    const { canLogin, connectionLimit } = spec;
    const verifier = scramVerifier(spec.password);
    // The right to sign in last: a session finds everything in place.
    const role = [
      setReadOnly(spec.role, spec.isReadOnly),
      changeRole(spec.role, { canLogin, connectionLimit, verifier }),
    ];
    await server.run(role, signal);
    const until = canLogin ? spec.endSessionsAt : new Date();
    if (until) await server.rows(endSessions, [[spec.role, readerOf(ref.name)], until], signal);
    return found.hasDatabase ? "updated" : "created";
  }

  async checkNetworks(database: string | null, _: readonly string[], signal: AbortSignal): Promise<void> {
    if (!(await this.#canLimitNetworks(database, signal))) throw hostedServiceErrors.networks_not_enforced();
  }

  async #canLimitNetworks(database: string | null, signal: AbortSignal): Promise<boolean> {
    if (database === null) {
      const [row] = await this.#server.rows<{ hasTemplate: boolean }>(findTemplate, [], signal);
      return row?.hasTemplate === true;
    }
    const [row] = await this.#server.rows<{ canLimit: boolean }>(findNetworksTrigger, [], signal, database);
    return row?.canLimit === true;
  }

  async #limitNetworks(ref: Ref, spec: DatabaseSpec, found: Found, signal: AbortSignal): Promise<void> {
    const { allowedNetworks } = spec;
    if (allowedNetworks.length === 0 && found.networks.length === 0) return;
    await this.checkNetworks(ref.name, allowedNetworks, signal);
    await this.#server.run([limitNetworks(ref.name, allowedNetworks)], signal);
    const roles = [spec.role, readerOf(ref.name)];
    if (allowedNetworks.length > 0) await this.#server.rows(endForeignSessions, [roles, allowedNetworks], signal);
  }

  async #unlessExists(state: string, statement: string, signal: AbortSignal): Promise<void> {
    await this.#server.run([statement], signal).catch((error: unknown) => {
      if (sqlState(error) !== state) throw error;
    });
  }

  async #ensureRole(role: string, isThere: boolean, { marker }: Ref, signal: AbortSignal): Promise<void> {
    if (!isThere) await this.#unlessExists(duplicateRole, createRole(role), signal);
    await this.#server.run(markRole(role, marker), signal);
  }

  async #ensureReader(ref: Ref, spec: DatabaseSpec, { hasReader }: Found, signal: AbortSignal): Promise<void> {
    const name = readerOf(ref.name);
    if (spec.reader) {
      await this.#ensureRole(name, hasReader, ref, signal);
      await this.#server.run(allowReader(ref.name, spec.role, name), signal, ref.name);
      const { canLogin, connectionLimit, reader } = spec;
      const limits = { canLogin, connectionLimit, verifier: scramVerifier(reader.password) };
      await this.#server.run([changeRole(name, limits)], signal);
    } else if (hasReader) {
      await this.#server.run([limitRole(name, { canLogin: false, connectionLimit: 0 })], signal);
      await this.#server.rows(endSessions, [[name], new Date()], signal);
      await this.#server.run(forbidReader(name), signal, ref.name);
      await this.#server.run([dropRole(name)], signal);
    }
  }

  async remove(ref: Ref, signal: AbortSignal) {
    const found = await this.#find(ref, signal);
    if (isForeign(found, ref) || isEmpty(found)) return "absent";
    const roles = [readerOf(ref.name), helperOf(ref.name), roleOf(ref.name)];
    await this.#server.run([dropDatabase(ref.name), ...roles.map(dropRole)], signal);
    return "deleted";
  }

  dump<T>(ref: Ref, signal: AbortSignal, use: (content: AsyncIterable<string | Buffer>) => Promise<T>): Promise<T> {
    return this.#withHelper(ref, signal, (url) => use(dumpText(url, signal)));
  }

  async restoreDump(ref: Ref, spec: DatabaseSpec, content: AsyncIterable<Buffer>, signal: AbortSignal) {
    // So that it neither waits for other sessions nor lacks a connection.
    await this.#server.rows(endSessions, [[spec.role, readerOf(ref.name)], new Date()], signal);
    const { statements, leftOut } = await this.#withHelper(ref, signal, (url) =>
      runDump(url, spec.role, content, signal),
    );
    // What the panel itself has in a database: extensions, and the rights of the second user.
    await this.ensure(ref, spec, signal);
    const omitted = leftOut > 0 ? `; ${leftOut} about owners, rights or settings were left out` : "";
    return { summary: `${statements} statements${omitted}` };
  }

  /** A URL with the customer's rights while `use` runs. */
  async #withHelper<T>(ref: Ref, signal: AbortSignal, use: (url: string) => Promise<T>): Promise<T> {
    const role = helperOf(ref.name);
    const password = generateSecurePassword(32);
    await this.#ensureRole(role, false, ref, signal);
    const limits = { canLogin: true, connectionLimit: 3, verifier: scramVerifier(password) };
    await this.#server.run([grantRole(roleOf(ref.name), role), changeRole(role, limits)], signal);
    try {
      return await use(this.#urlFor(ref.name, role, password));
    } finally {
      // After an abort too; what a killed worker leaves is removed by the next dump or with the database.
      const later = AbortSignal.timeout(20_000);
      await this.#server.rows(endSessions, [[role], new Date()], later).catch(() => {});
      await this.#server.run([takeOver(role, roleOf(ref.name))], later, ref.name).catch(() => {});
      await this.#server.run([dropRole(role)], later).catch(() => {});
    }
  }

  /** As a user of one database. */
  #urlFor(database: string, username: string, password: string): string {
    const url = new URL(this.#url);
    Object.assign(url, { username, password, pathname: `/${database}` });
    return url.toString();
  }

  async restore(ref: Ref, before: ObservedDatabase, signal: AbortSignal): Promise<void> {
    const role = roleOf(ref.name);
    if (before.hasRole) await this.#server.run([limitRole(role, before), setReadOnly(role, before.isReadOnly)], signal);
  }

  async verify(ref: Ref, spec: DatabaseSpec, signal: AbortSignal): Promise<string> {
    if (!spec.canLogin) return "";
    if (spec.allowedNetworks.length === 0) return signIn(this.#urlFor(ref.name, spec.role, spec.password), null);
    // The panel's own address need not be among the networks.
    return this.#withHelper(ref, signal, (url) => signIn(url, spec.role));
  }

  measure(name: string, signal: AbortSignal) {
    return measureDatabase(this.#server, name, signal);
  }

  figures(name: string, signal: AbortSignal) {
    return readFigures(this.#server, name, signal);
  }

  list(signal: AbortSignal): Promise<Ref[]> {
    return this.#server.rows<Ref>(listMarked, [], signal);
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

/** Connects as the customer does, and uses the schema. `role`: acts for it after signing in as another one. */
async function signIn(url: string, role: string | null): Promise<string> {
  const startedAt = performance.now();
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    if (role) await client.query(actFor(role));
    await client.query("BEGIN; CREATE TABLE public.lightnode_check (id int); ROLLBACK");
  } catch (error) {
    throw hostedServiceErrors.unknown_outcome({ detail: `Signing in failed: ${messageOf(error)}` });
  } finally {
    await client.end().catch(() => {});
  }
  return `Signed in and created a table in ${Math.round(performance.now() - startedAt)} ms`;
}
