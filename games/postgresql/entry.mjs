// Entry of the image for managed PostgreSQL servers: creates the data directory once, sets the password of the panel's
// role at each start, and runs the server until it is asked to stop. PostgreSQL refuses to run as root: the container
// runs as an ordinary user.
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { selfSigned } from "./certificate.mjs";

const binaries = "/pgsql/bin";
const data = "/data/pg";
const verifier = process.env.PANEL_ROLE_VERIFIER ?? "";
const memoryMb = Number(process.env.MEMORY_MB ?? "512");

function run(program, args, input) {
  const result = spawnSync(`${binaries}/${program}`, args, {
    input,
    encoding: "utf8",
    env: { PATH: binaries, LC_ALL: "C" },
  });
  if (result.status === 0) return;
  console.error(`${program} ended with ${result.status ?? result.signal}\n${result.stdout}\n${result.stderr}`);
  process.exit(1);
}

// Under another name first: a start that is interrupted leaves no half-made directory behind.
if (!existsSync(data)) {
  const half = "/data/pg.new";
  rmSync(half, { recursive: true, force: true });
  const file = `${mkdtempSync("/tmp/pw-")}/password`;
  writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  run("initdb", [
    `--pgdata=${half}`,
    "--username=postgres",
    `--pwfile=${file}`,
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--auth=scram-sha-256",
  ]);
  rmSync(file);
  renameSync(half, data);
}

// The superuser cannot sign in from outside; the panel's role creates databases and roles and is no superuser.
writeFileSync(`${data}/pg_hba.conf`, ["host all postgres all reject", "host all all all scram-sha-256", ""].join("\n"));
rmSync(`${data}/postmaster.pid`, { force: true });
const role = [
  "DO $$ BEGIN CREATE ROLE lightnode LOGIN CREATEDB CREATEROLE; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
  `ALTER ROLE lightnode PASSWORD '${verifier.replaceAll("'", "")}'`,
  "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC",
  "GRANT CONNECT ON DATABASE postgres TO lightnode",
  // The slowest statements of each database.
  "CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA public",
  "GRANT pg_read_all_stats TO lightnode",
  // The networks of a database (template.sql); customers may not set this.
  "GRANT SET ON PARAMETER lightnode.networks TO lightnode",
];
run("postgres", ["--single", "-D", data, "postgres"], `${role.join("\n")}\n`);

// The template of databases whose networks are limited, again when it has changed. In single-user mode a statement ends
// with a semicolon and an empty line (-j).
const template = readFileSync("/template.sql");
const templateMark = `${data}/lightnode_template.${createHash("sha256").update(template).digest("hex").slice(0, 16)}`;
if (!existsSync(templateMark)) {
  const again = [
    "UPDATE pg_database SET datistemplate = false WHERE datname = 'lightnode_template'",
    "DROP DATABASE IF EXISTS lightnode_template",
    "CREATE DATABASE lightnode_template TEMPLATE template0",
  ];
  run("postgres", ["--single", "-D", data, "postgres"], `${again.join("\n")}\n`);
  run("postgres", ["--single", "-j", "-D", data, "lightnode_template"], template);
  writeFileSync(templateMark, "");
}

// Clients that ask for TLS get it; which authority signed the certificate is not checked by sslmode=require.
const certificate = `${data}/server.crt`;
const certificateKey = `${data}/server.key`;
if (!existsSync(certificate)) {
  const made = selfSigned("lightnode-postgresql", 3650);
  writeFileSync(certificateKey, made.key, { mode: 0o600 });
  writeFileSync(certificate, made.certificate);
}

const settings = {
  ssl: "on",
  ssl_cert_file: certificate,
  ssl_key_file: certificateKey,
  listen_addresses: "*",
  port: "5432",
  unix_socket_directories: "/tmp",
  max_connections: "200",
  shared_buffers: `${Math.max(16, Math.floor(memoryMb / 4))}MB`,
  dynamic_shared_memory_type: "mmap",
  password_encryption: "scram-sha-256",
  log_connections: "off",
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.max": "2000",
  // Other statements have passwords in their text.
  "pg_stat_statements.track_utility": "off",
};
const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
const server = spawn(`${binaries}/postgres`, ["-D", data, ...args], {
  stdio: "inherit",
  env: { PATH: binaries, LC_ALL: "C" },
});
// Fast shutdown: sessions are ended, and everything is written.
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => server.kill("SIGINT"));
server.on("exit", (code) => process.exit(code ?? 1));
