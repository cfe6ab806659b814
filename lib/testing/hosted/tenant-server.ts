import { readFileSync } from "node:fs";
import path from "node:path";
import { Client } from "pg";
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

  /** As the server that the panel runs: databases may limit their networks. */
  async addTemplate(): Promise<void> {
    await this.asSuperuser(
      "CREATE DATABASE lightnode_template TEMPLATE template0",
      "GRANT SET ON PARAMETER lightnode.networks TO provider",
    );
    const url = new URL(this.#admin);
    url.pathname = "/lightnode_template";
    await query(url.toString(), readFileSync(path.resolve("games/postgresql/template.sql"), "utf8"));
    // Other addresses of this machine.
    const line = "COPY (SELECT 'host all all 127.0.0.0/8 scram-sha-256') TO PROGRAM 'cat >> pg_hba.conf'";
    await this.asSuperuser(line, "SELECT pg_reload_conf()");
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
