// Entry of the image for managed PowerDNS servers: creates the database once, writes the settings and runs the server until
// it is asked to stop. Zones are written by the panel only, through the HTTP API.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

const database = "/data/pdns.sqlite3";
const schema = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql";
const key = process.env.API_KEY ?? "";

// Under another name first: a start that is interrupted leaves no half-made database behind.
if (!existsSync(database)) {
  const half = `${database}.new`;
  rmSync(half, { force: true });
  const made = spawnSync("/usr/bin/sqlite3", [half], { input: readFileSync(schema), encoding: "utf8" });
  if (made.status !== 0) {
    console.error(`sqlite3 ended with ${made.status}\n${made.stderr}`);
    process.exit(1);
  }
  renameSync(half, database);
}

/** Answers the names that ALIAS records lead to; without one they are not answered. */
const resolver = /^nameserver\s+(\S+)/m.exec(readFileSync("/etc/resolv.conf", "utf8"))?.[1];
const settings = [
  "launch=gsqlite3",
  `gsqlite3-database=${database}`,
  "gsqlite3-dnssec=yes",
  "gsqlite3-pragma-foreign-keys=yes",
  "local-address=0.0.0.0",
  "local-port=5300",
  "socket-dir=/tmp/pdns",
  "daemon=no",
  "guardian=no",
  "disable-syslog=yes",
  "write-pid=no",
  "loglevel=4",
  "api=yes",
  `api-key=${key.replaceAll(/[\r\n]/g, "")}`,
  "webserver=yes",
  "webserver-address=0.0.0.0",
  "webserver-port=8081",
  // The key protects it; the panel's address is not known here.
  "webserver-allow-from=0.0.0.0/0,::/0",
  // Of each zone by its metadata, which the panel writes.
  "allow-axfr-ips=",
  "primary=yes",
  ...(resolver ? ["expand-alias=yes", `resolver=${resolver}`] : []),
  "security-poll-suffix=",
  "version-string=anonymous",
  "",
];
mkdirSync("/tmp/pdns", { recursive: true });
writeFileSync("/tmp/pdns.conf", settings.join("\n"), { mode: 0o600 });
renameSync("/tmp/pdns.conf", "/tmp/pdns/pdns.conf");

const server = spawn("/usr/sbin/pdns_server", ["--config-dir=/tmp/pdns"], { stdio: "inherit" });
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => server.kill("SIGTERM"));
server.on("exit", (code) => process.exit(code ?? 1));

async function untilAnswering() {
  for (;;) {
    const answer = await fetch("http://127.0.0.1:8081/api/v1/servers/localhost", {
      headers: { "x-api-key": key },
      signal: AbortSignal.timeout(2_000),
    }).catch(() => null);
    if (answer?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.log("name server is ready");
}
await untilAnswering();
