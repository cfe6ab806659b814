import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../../../scripts/setup/postgres.mjs";
import { until } from "../until";

/** A real PgBouncer in transaction mode before a database; `connections` to it, for any number of clients. */
export type Pgbouncer = { url: string; stop(): void };

export async function startPgbouncer(databaseUrl: string, connections: number): Promise<Pgbouncer> {
  const folder = mkdtempSync(path.join(tmpdir(), "pgbouncer-"));
  const target = new URL(databaseUrl);
  const port = Number(await freePort(0));
  const file = path.join(folder, "pgbouncer.ini");
  const name = target.pathname.slice(1);
  writeFileSync(
    file,
    [
      "[databases]",
      `${name} = host=${target.hostname} port=${target.port} dbname=${name} user=${target.username} password=${target.password}`,
      "[pgbouncer]",
      "listen_addr = 127.0.0.1",
      `listen_port = ${port}`,
      "unix_socket_dir =",
      "auth_type = any",
      "pool_mode = transaction",
      `default_pool_size = ${connections}`,
      "max_client_conn = 500",
      "",
    ].join("\n"),
  );
  // It refuses to run as root.
  chmodSync(folder, 0o755);
  const isRoot = process.getuid?.() === 0;
  const child: ChildProcess = spawn("/usr/sbin/pgbouncer", isRoot ? ["-u", "postgres", file] : [file], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr?.on("data", (chunk) => {
    output = (output + chunk).slice(-4_000);
  });
  await until("PgBouncer", async () => {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${output}`);
    return answers(port);
  });
  return {
    url: `postgresql://${target.username}:${target.password}@127.0.0.1:${port}/${name}`,
    stop() {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => socket.end(() => resolve(true)));
    socket.once("error", () => resolve(false));
  });
}
