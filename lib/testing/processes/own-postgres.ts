import { mkdtempSync, rmSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
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

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = null;
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
