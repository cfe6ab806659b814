import {
  chmodSync,
  cpSync,
  lchownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { startPostgres } from "../../../scripts/setup/postgres.mjs";

type RunningPostgres = { url: string; port: number; stop(): Promise<void> };

/** A PostgreSQL server that only this test uses, so that it may be stopped; started again it has the same port. */
export class OwnPostgres {
  readonly #directory = mkdtempSync(path.join(tmpdir(), "lightnode-postgres-"));
  #running: RunningPostgres | null = null;

  async start(): Promise<string> {
    // PostgreSQL may run as another user than the test, and has to get through.
    await chmod(this.#directory, 0o755);
    const running = (await startPostgres({ directory: this.#directory, password: "test" })) as RunningPostgres;
    this.#running = running;
    return running.url;
  }

  /**
   * Makes this a streaming replica of another server, which must run. A copy of its folder while it is in backup mode is
   * what pg_basebackup makes, which the package does not have.
   */
  async copyFrom(origin: OwnPostgres): Promise<void> {
    const [from, to] = [path.join(origin.#directory, "postgres"), path.join(this.#directory, "postgres")];
    const { url, port } = origin.#running ?? { url: "", port: 0 };
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query("SELECT pg_backup_start('replica', true)");
    cpSync(from, to, { recursive: true, filter: (file) => !/postmaster\.(pid|opts)$/.test(file) });
    const { rows } = await client.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop()");
    await client.end();
    writeFileSync(path.join(to, "backup_label"), rows[0]?.labelfile ?? "");
    writeFileSync(path.join(to, "standby.signal"), "");
    const settings = `primary_conninfo = 'host=127.0.0.1 port=${port} user=lightnode password=test'\n`;
    const file = path.join(to, "postgresql.auto.conf");
    writeFileSync(file, readFileSync(file, "utf8") + settings);
    ownAlike(from, to);
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = null;
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** PostgreSQL refuses a folder that another user owns. */
function ownAlike(from: string, to: string): void {
  const { uid, gid } = statSync(from);
  for (const name of ["", ...readdirSync(to, { recursive: true, encoding: "utf8" })]) {
    const file = path.join(to, name);
    lchownSync(file, uid, gid);
  }
  chmodSync(to, 0o700);
}
