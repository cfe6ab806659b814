// The server's own PostgreSQL: made once, opened for the panel's role, and asked through one psql.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { environment, run } from "./programs.mjs";

const version = readdirSync("/usr/lib/postgresql").sort().at(-1);
const binaries = `/usr/lib/postgresql/${version}/bin`;
const data = "/data/pg";
const account = { uid: 1000, gid: 1000 };
const psqlArgs = ["-X", "-q", "-A", "-t", "-h", "/tmp", "-U", "postgres", "-v", "ON_ERROR_STOP=1"];

const access = [
  "local all all trust",
  "host mail mail_ro 127.0.0.1/32 trust",
  "host all postgres all reject",
  "host mail lightnode all scram-sha-256",
  "",
].join("\n");

function prepare() {
  // Under another name first: a start that is interrupted leaves no half-made directory behind.
  if (!existsSync(data)) {
    const half = "/data/pg.new";
    rmSync(half, { recursive: true, force: true });
    const args = [`--pgdata=${half}`, "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"];
    run(`${binaries}/initdb`, args, account);
    renameSync(half, data);
  }
  writeFileSync(`${data}/pg_hba.conf`, access);
  rmSync(`${data}/postmaster.pid`, { force: true });
}

/** For {@link Programs}. */
export function storeProgram(memoryMb, onStart) {
  const settings = {
    listen_addresses: "*",
    unix_socket_directories: "/tmp",
    max_connections: "150",
    shared_buffers: `${Math.max(16, Math.floor(memoryMb / 16))}MB`,
    dynamic_shared_memory_type: "mmap",
    password_encryption: "scram-sha-256",
    jit: "off",
  };
  return {
    name: "postgresql",
    program: `${binaries}/postgres`,
    args: ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    options: account,
    before: prepare,
    onLine: (line) => line.includes("ready to accept connections") && onStart(),
  };
}

export function sql(text, database = "mail") {
  return run(`${binaries}/psql`, [...psqlArgs, "-d", database, "-f", "-"], { input: text, ...account });
}

/** Creates database, tables and roles, and gives the panel's role its password. */
export function migrate(schema, verifier) {
  const exists = sql("SELECT 1 FROM pg_database WHERE datname = 'mail'", "postgres").trim() === "1";
  if (!exists) sql("CREATE DATABASE mail", "postgres");
  sql(schema);
  sql(`ALTER ROLE lightnode PASSWORD ${literal(verifier)}; REVOKE ALL ON DATABASE postgres, template1, mail FROM PUBLIC;
    GRANT CONNECT ON DATABASE mail TO lightnode, mail_ro;`);
}

export const literal = (text) => `'${String(text).replaceAll("\0", "").replaceAll("'", "''")}'`;

/** Statements without an answer, in order; those during a restart of the database are lost. */
export class Writer {
  #child = null;

  write(statement) {
    if (!this.#child) {
      const args = psqlArgs.filter((arg) => arg !== "-v" && !arg.startsWith("ON_ERROR"));
      const stdio = ["pipe", "ignore", "ignore"];
      this.#child = spawn(`${binaries}/psql`, [...args, "-d", "mail"], { stdio, env: environment, ...account });
      const forget = () => (this.#child = null);
      this.#child.on("close", forget).on("error", forget);
      this.#child.stdin.on("error", forget);
    }
    this.#child.stdin.write(`${statement};\n`);
  }

  end() {
    this.#child?.stdin.end();
  }
}
