import { BlockList, isIPv6 } from "node:net";
import type { Ref } from "../../provider";
import { readerOf, roleOf } from "../names";
import type { DatabaseSpec } from "../tenant-databases";
import { anyHost, hostsOf, isCovered } from "./hosts";
import { errorNumber, type MariadbConnection } from "./mariadb-connection";
import { nativeHash } from "./native-hash";
import {
  type Account,
  accountValues,
  allowReader,
  allowTenant,
  createAccount,
  dropAccount,
  endSession,
  limitAccount,
  listDefiners,
  listSessions,
  observeAccounts,
  setAccount,
} from "./tenant.remote.sql";

export type FoundAccount = Account & { isLocked: boolean; connectionLimit: number; canWrite: boolean };

const unknownThread = 1094;

/**
 * The accounts of one database. A network that may connect is an account of its own (`user@host`); the one of every
 * address is always there, locked where networks are limited: views and routines of a restore run with its rights.
 */
export class TenantAccounts {
  readonly #server: MariadbConnection;
  readonly #database: string;

  constructor(server: MariadbConnection, { name }: Ref) {
    this.#server = server;
    this.#database = name;
  }

  async find(users: readonly string[], signal: AbortSignal): Promise<FoundAccount[]> {
    type Row = Account & { isLocked: string | number; connectionLimit: string | number; canWrite: string };
    const rows = await this.#server.rows<Row>(observeAccounts, accountValues(this.#database, users), signal);
    return rows.map(({ user, host, isLocked, connectionLimit, canWrite }) => ({
      ...{ user, host },
      isLocked: String(isLocked) === "1" || String(isLocked) === "true",
      connectionLimit: Number(connectionLimit),
      canWrite: canWrite === "Y",
    }));
  }

  /** The right to sign in last: a session finds everything in place. */
  async ensure(spec: DatabaseSpec, before: readonly FoundAccount[], signal: AbortSignal): Promise<void> {
    const open = hostsOf(spec.allowedNetworks);
    const wanted = [...new Set([...open, anyHost])];
    const former = before.filter(({ user, host }) => user === spec.role && !wanted.includes(host));
    const kept = former.length > 0 ? await this.#definers(former, signal) : [];
    const own = [...wanted.map((host) => ({ user: spec.role, host })), ...kept];
    const hash = nativeHash(spec.password);
    for (const one of own) {
      await this.#server.run([createAccount(one, hash)], signal);
      await this.#server.run(allowTenant(one, this.#database, spec.isReadOnly), signal);
    }
    await this.#ensureReader(spec, open, signal);
    for (const one of own) {
      const canLogin = spec.canLogin && isCovered(one.host, open);
      await this.#server.run([setAccount(one, hash, { ...spec, canLogin })], signal);
    }
    const readers = spec.reader ? open : [];
    const isReader = ({ user }: Account) => user === readerOf(this.#database);
    const surplus = before.filter((one) => isReader(one) && !readers.includes(one.host));
    await this.#server.run([...surplus, ...former.filter((one) => !kept.includes(one))].map(dropAccount), signal);
  }

  async #ensureReader(spec: DatabaseSpec, open: readonly string[], signal: AbortSignal): Promise<void> {
    const { reader, canLogin, connectionLimit } = spec;
    if (!reader) return;
    const hash = nativeHash(reader.password);
    for (const host of open) {
      const one = { user: reader.role, host };
      const limits = { canLogin, connectionLimit };
      const statements = [createAccount(one, hash), allowReader(one, this.#database), setAccount(one, hash, limits)];
      await this.#server.run(statements, signal);
    }
  }

  /** Those that views, routines and triggers run with: without their account they fail. */
  async #definers<A extends Account>(accounts: readonly A[], signal: AbortSignal): Promise<A[]> {
    const values = [this.#database, this.#database, this.#database];
    const rows = await this.#server.rows<{ definer: string }>(listDefiners, values, signal);
    const definers = new Set(rows.map(({ definer }) => definer));
    return accounts.filter(({ user, host }) => definers.has(`${user}@${host}`));
  }

  /**
   * For the panel only: neither user can sign in until the next `ensure`, and both have no session. The customer's has all
   * rights meanwhile, also where it only reads by its size.
   */
  async reserve(password: string, signal: AbortSignal): Promise<void> {
    const user = roleOf(this.#database);
    const found = await this.find([user, readerOf(this.#database)], signal);
    const lock = found.map((one) => limitAccount(one, { canLogin: false, connectionLimit: one.connectionLimit }));
    await this.#server.run(lock, signal);
    const own = { user, host: anyHost };
    const limits = { canLogin: true, connectionLimit: 3 };
    const rights = allowTenant(own, this.#database, false);
    await this.#server.run([...rights, setAccount(own, nativeHash(password), limits)], signal);
    await this.endSessions(signal);
  }

  /** Of both users; with `networks` only those from elsewhere. */
  async endSessions(signal: AbortSignal, networks?: readonly string[]): Promise<void> {
    const users = [roleOf(this.#database), readerOf(this.#database)];
    const rows = await this.#server.rows<{ id: number | string; address: string }>(listSessions, [users], signal);
    const isInside = networks ? networkCheck(networks) : () => false;
    for (const { id } of rows.filter((row) => !isInside(row.address))) {
      await this.#server.run([endSession(id)], signal).catch((error: unknown) => {
        const cause = error instanceof Error ? error.cause : error;
        if (errorNumber(cause) !== unknownThread) throw error;
      });
    }
  }
}

/** `address`: with its port, as the server shows it. */
function networkCheck(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", size] = network.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    list.addSubnet(address, size === undefined ? (family === "ipv6" ? 128 : 32) : Number(size), family);
  }
  return (text) => {
    const address = text.replace(/:\d+$/, "");
    return list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  };
}
