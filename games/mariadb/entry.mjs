// Entry of the image for managed MariaDB servers: creates the data directory once, sets the password and the rights of the
// panel's account at each start, and runs the server and the agent for dumps until it is asked to stop.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { selfSigned } from "../postgresql/certificate.mjs";
import { startAgent } from "./agent.mjs";
import { data, socket, sql } from "./client.mjs";
import { accounts, serverOptions } from "./settings.mjs";

const server = "/usr/sbin/mariadbd";
const share = "/usr/share/mysql";
const { env } = process;

/** Runs SQL without network and without accounts, as mariadb-install-db does. */
function bootstrap(directory, text) {
  const options = ["--no-defaults", "--bootstrap", `--datadir=${directory}`, `--lc-messages-dir=${share}/english`];
  const sizes = ["--innodb-buffer-pool-size=16M", "--innodb-log-file-size=48M", "--enforce-storage-engine="];
  const result = spawnSync(server, [...options, ...sizes, "--skip-networking", "--log-warnings=0"], {
    input: text,
    encoding: "utf8",
  });
  if (result.status === 0) return;
  console.error(`mariadbd ended with ${result.status ?? result.signal}\n${result.stdout}\n${result.stderr}`);
  process.exit(1);
}

const systemTables = (names) => names.map((name) => readFileSync(`${share}/${name}.sql`, "utf8")).join("\n");

// Under another name first: a start that is interrupted leaves no half-made directory behind.
if (!existsSync(data)) {
  const half = `${data}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const tables = ["mysql_system_tables", "mysql_performance_tables", "mysql_system_tables_data"];
  const all = systemTables([...tables, "maria_add_gis_sp_bootstrap", "mysql_sys_schema"]);
  bootstrap(half, `CREATE DATABASE mysql;\nUSE mysql;\n${all}\n`);
  renameSync(half, data);
}

// Clients that ask for TLS get it; the certificate is self-signed.
const files = { certificate: "/data/server.crt", key: "/data/server.key" };
if (!existsSync(files.certificate)) {
  const made = selfSigned("lightnode-mariadb", 3650);
  writeFileSync(files.key, made.key, { mode: 0o600 });
  writeFileSync(files.certificate, made.certificate);
}

// Temporary tables count towards the disk size; the container's own /tmp does not.
rmSync("/data/tmp", { recursive: true, force: true });
for (const folder of ["/data/tmp", "/data/none"]) mkdirSync(folder, { recursive: true, mode: 0o700 });
writeFileSync("/tmp/init.sql", `${accounts(env.PANEL_PASSWORD_HASH ?? "").join(";\n")};\n`, { mode: 0o600 });
const options = serverOptions({ memoryMb: Number(env.MEMORY_MB ?? "512"), files });
const child = spawn(server, ["--no-defaults", ...options, "--init-file=/tmp/init.sql"], { stdio: "inherit" });
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => child.kill("SIGTERM"));
child.on("exit", (code) => process.exit(code ?? 1));

async function untilAnswering() {
  for (;;) {
    if (existsSync(socket) && (await sql("SELECT 1").catch(() => null)) !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
await untilAnswering();
rmSync("/tmp/init.sql", { force: true });
await startAgent(8080, env.AGENT_KEY ?? "");
console.log("database server is ready");
