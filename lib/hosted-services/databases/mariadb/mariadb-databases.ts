import { generateSecurePassword } from "@/lib/core/encryption/crypto";
import { isAppError, messageOf } from "@/lib/core/errors";
import { hostedServiceErrors } from "../../errors";
import type { Ref } from "../../provider";
import { helperOf, readerOf, roleOf } from "../names";
import type { DatabaseSpec, ObservedDatabase, RestoreResult, TenantDatabases } from "../tenant-databases";
import { type FoundAccount, TenantAccounts } from "./accounts";
import { type Agent, openDump, sendRestore } from "./agent";
import { mariadbConnectionSchema } from "./connection-schema";
import { anyHost, hostsOf, isCovered } from "./hosts";
import { errorNumber, MariadbConnection, openMariadb } from "./mariadb-connection";
import { measureDatabase, readFigures } from "./measure";
import { nativeHash } from "./native-hash";
import {
  allowTenant,
  createAccount,
  createDatabase,
  dropAccount,
  dropDatabase,
  limitAccount,
  listMarked,
  makeMarks,
  markTenant,
  observeTenant,
  observeValues,
  setAccount,
  unmarkTenant,
} from "./tenant.remote.sql";

type Found = ObservedDatabase & { marker: string | null; accounts: FoundAccount[] };
type Row = { marker: string | null; networks: string | null; hasDatabase: number; others: number | string };

/** No such table or database: nothing was marked yet. */
const absent = new Set([1049, 1146]);
/** What was being loaded beside a database when a restore ended early. */
const scratchOf = (database: string) => database.replace(/^d_/, "s_");

const isEmpty = ({ hasDatabase, hasRole, hasReader, marker }: Found) =>
  !hasDatabase && !hasRole && !hasReader && marker === null;
const isForeign = (found: Found, ref: Ref) => !isEmpty(found) && found.marker !== ref.marker;

/** Databases of customers on one MariaDB server. */
export class MariadbDatabases implements TenantDatabases {
  readonly #url: string;
  readonly #agent: Agent | undefined;
  readonly #server: MariadbConnection;

  /** `stored`: see {@link mariadbConnectionSchema}. */
  constructor(stored: unknown) {
    const { url, agent } = mariadbConnectionSchema.parse(stored);
    this.#url = url;
    this.#agent = agent;
    this.#server = new MariadbConnection(url);
  }

  /** The statement, after the panel's own table was made where it is missing. */
  async #withMarks<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return work().catch(async (error: unknown) => {
      const code = errorNumber(isAppError(error) ? error.cause : error);
      if (code === null || !absent.has(code)) throw error;
      await this.#server.run(makeMarks, signal);
      return work();
    });
  }

  async #find(ref: Ref, signal: AbortSignal): Promise<Found> {
    const users = [roleOf(ref.name), readerOf(ref.name), helperOf(ref.name)];
    const values = observeValues(ref.name, users);
    const [row] = await this.#withMarks(() => this.#server.rows<Row>(observeTenant, values, signal), signal);
    if (!row) throw hostedServiceErrors.unknown_outcome();
    const accounts = await new TenantAccounts(this.#server, ref).find(users.slice(0, 2), signal);
    const own = accounts.filter(({ user }) => user === roleOf(ref.name));
    const open = own.filter(({ isLocked }) => !isLocked);
    return {
      accounts,
      marker: row.marker,
      hasDatabase: Number(row.hasDatabase) === 1,
      hasRole: own.length > 0,
      hasReader: accounts.length > own.length,
      allowsConnections: Number(row.hasDatabase) === 1,
      canLogin: open.length > 0,
      connectionLimit: Math.max(0, ...(open.length > 0 ? open : own).map(({ connectionLimit }) => connectionLimit)),
      isReadOnly: own.length > 0 && own.every(({ canWrite }) => !canWrite),
      isOpenToAll: Number(row.others) > 0,
      networks: networksOf(row.networks, own),
    };
  }

  async observe(ref: Ref, signal: AbortSignal) {
    const found = await this.#find(ref, signal);
    if (isForeign(found, ref)) return "foreign";
    if (isEmpty(found)) return null;
    const { accounts: _, marker: __, ...observed } = found;
    return observed;
  }

  async ensure(ref: Ref, spec: DatabaseSpec, signal: AbortSignal) {
    const found = await this.#find(ref, signal);
    if (isForeign(found, ref)) throw hostedServiceErrors.provider_conflict();
    const networks = JSON.stringify(spec.allowedNetworks);
    await this.#server.rows(markTenant, [ref.name, ref.marker, networks], signal);
    await this.#server.run([createDatabase(ref.name)], signal);
    const accounts = new TenantAccounts(this.#server, ref);
    await accounts.ensure(spec, found.accounts, signal);
    // A session keeps the rights that it had when it chose its database.
    const hasLess = !spec.canLogin || spec.isReadOnly !== found.isReadOnly || (found.hasReader && !spec.reader);
    if (found.hasRole && (hasLess || spec.endSessionsAt)) await accounts.endSessions(signal);
    else if (found.hasRole && spec.allowedNetworks.length > 0) {
      await accounts.endSessions(signal, spec.allowedNetworks);
    }
    return found.hasDatabase ? "updated" : "created";
  }

  async checkNetworks(_: string | null, networks: readonly string[]): Promise<void> {
    hostsOf(networks);
  }

  async remove(ref: Ref, signal: AbortSignal) {
    const found = await this.#find(ref, signal);
    if (isForeign(found, ref) || isEmpty(found)) return "absent";
    await this.#server.run(found.accounts.map(dropAccount), signal);
    await new TenantAccounts(this.#server, ref).endSessions(signal);
    const helpers = [anyHost].map((host) => dropAccount({ user: helperOf(ref.name), host }));
    await this.#server.run([...helpers, dropDatabase(scratchOf(ref.name)), dropDatabase(ref.name)], signal);
    // The mark last: until then a repetition finds it.
    await this.#server.rows(unmarkTenant, [ref.name, ref.marker], signal);
    return "deleted";
  }

  #requireAgent(): Agent {
    if (this.#agent) return this.#agent;
    throw hostedServiceErrors.dump_unavailable();
  }

  async dump<T>(
    ref: Ref,
    signal: AbortSignal,
    use: (content: AsyncIterable<string | Buffer>) => Promise<T>,
  ): Promise<T> {
    return use(await openDump(this.#requireAgent(), ref.name, signal));
  }

  async restoreDump(
    ref: Ref,
    spec: DatabaseSpec,
    content: AsyncIterable<Buffer>,
    signal: AbortSignal,
  ): Promise<RestoreResult> {
    const agent = this.#requireAgent();
    const password = generateSecurePassword(32);
    // The step that called gives the customer's users back when this fails, and nobody signs in before that.
    await new TenantAccounts(this.#server, ref).reserve(password, signal);
    const { tables, removed } = await sendRestore(agent, { database: ref.name, password }, content, signal);
    await this.ensure(ref, spec, signal);
    return { summary: `${tables} tables${removed > 0 ? `; ${removed} definers were replaced` : ""}` };
  }

  async restore(ref: Ref, before: ObservedDatabase, signal: AbortSignal): Promise<void> {
    const accounts = new TenantAccounts(this.#server, ref);
    const open = hostsOf(before.networks);
    for (const one of await accounts.find([roleOf(ref.name)], signal)) {
      const { connectionLimit } = before;
      const limits = { canLogin: before.canLogin && isCovered(one.host, open), connectionLimit };
      await this.#server.run([limitAccount(one, limits), ...allowTenant(one, ref.name, before.isReadOnly)], signal);
    }
  }

  async verify(ref: Ref, spec: DatabaseSpec, signal: AbortSignal): Promise<string> {
    if (!spec.canLogin) return "";
    if (spec.allowedNetworks.length === 0) return signIn(this.#urlFor(ref.name, spec.role, spec.password));
    // The panel's own address need not be among the networks.
    const helper = { user: helperOf(ref.name), host: anyHost };
    const password = generateSecurePassword(32);
    const hash = nativeHash(password);
    const limits = { canLogin: true, connectionLimit: 3 };
    const statements = [createAccount(helper, hash), ...allowTenant(helper, ref.name, false)];
    try {
      await this.#server.run([...statements, setAccount(helper, hash, limits)], signal);
      return await signIn(this.#urlFor(ref.name, helper.user, password));
    } finally {
      await this.#server.run([dropAccount(helper)], AbortSignal.timeout(20_000)).catch(() => {});
    }
  }

  /** As a user of one database. */
  #urlFor(database: string, username: string, password: string): string {
    const url = new URL(this.#url);
    Object.assign(url, { username, password, pathname: `/${database}` });
    return url.toString();
  }

  measure(name: string, signal: AbortSignal) {
    return measureDatabase(this.#server, name, signal);
  }

  figures(name: string, signal: AbortSignal) {
    return readFigures(this.#server, name, signal);
  }

  list(signal: AbortSignal): Promise<Ref[]> {
    return this.#withMarks(() => this.#server.rows<Ref>(listMarked, [], signal), signal);
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

/** Those that were asked for while the accounts agree with them, else what the accounts say. */
function networksOf(stored: string | null, own: readonly FoundAccount[]): string[] {
  const wanted: string[] = JSON.parse(stored ?? "[]");
  const open = own.filter(({ isLocked }) => !isLocked).map(({ host }) => host);
  const hosts = hostsOf(wanted);
  const isAsWanted = hosts.every((host) => open.includes(host)) && open.every((host) => isCovered(host, hosts));
  if (open.length === 0 || isAsWanted) return wanted;
  return open.includes(anyHost) ? [] : open.map((host) => host.replace("/255.255.255.255", ""));
}

/** Connects as the customer does, and uses the database. */
async function signIn(url: string): Promise<string> {
  const startedAt = performance.now();
  try {
    const connection = await openMariadb(url);
    try {
      await connection.query("CREATE TEMPORARY TABLE lightnode_check (id int)");
    } finally {
      connection.destroy();
    }
  } catch (error) {
    throw hostedServiceErrors.unknown_outcome({ detail: `Signing in failed: ${messageOf(error)}` });
  }
  return `Signed in and created a table in ${Math.round(performance.now() - startedAt)} ms`;
}
