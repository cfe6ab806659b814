import { Client } from "pg";
import type { Actor } from "@/lib/access/actor";
import { createProvider } from "@/lib/hosted-services/providers/create-provider";
import { OwnPostgres } from "../processes/own-postgres";

/** A PostgreSQL server for customers' databases, with a role that may create databases and roles and is no superuser. */
export class TenantServer {
  readonly #server = new OwnPostgres();
  #admin = "";
  #url = "";

  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    this.#admin = await this.#server.start();
    await this.asSuperuser(
      `DO $$ BEGIN CREATE ROLE provider LOGIN CREATEDB CREATEROLE PASSWORD 'provider';
        EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
      "GRANT CONNECT ON DATABASE postgres TO provider",
      "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC",
    );
    const url = new URL(this.#admin);
    Object.assign(url, { username: "provider", password: "provider", pathname: "/postgres" });
    this.#url = url.toString();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  dispose(): Promise<void> {
    return this.#server.dispose();
  }

  connection() {
    const { hostname, port } = new URL(this.#url);
    return { url: this.#url, publicHost: hostname, publicPort: Number(port) };
  }

  async connect(actor: Actor): Promise<string> {
    const input = { kind: "postgresql", name: "Tenants", mode: "external" as const, connection: this.connection() };
    return (await createProvider(actor, input)).id;
  }

  async asSuperuser(...statements: string[]): Promise<void> {
    for (const statement of statements) await query(this.#admin, statement);
  }

  /** Names of databases and roles that are not the server's own, and their markers. */
  async residue(): Promise<string[]> {
    const rows = await query<{ name: string }>(
      this.#admin,
      `SELECT datname AS name FROM pg_database WHERE datname LIKE 'd\\_%'
       UNION ALL SELECT rolname FROM pg_roles WHERE rolname ~ '^[ro]_' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  }

  query<R extends object>(text: string): Promise<R[]> {
    return query<R>(this.#admin, text);
  }
}

/** One statement on a connection of its own; rejects as the server does. */
export async function query<R extends object>(url: string, text: string): Promise<R[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    const result = await client.query<R>(text);
    return result.rows;
  } finally {
    await client.end();
  }
}
