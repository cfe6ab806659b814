import { startPostgres } from "../setup/postgres.mjs";
import { fail, say } from "../setup/report.mjs";
import { loadSecrets } from "../setup/secrets.mjs";
import { pauseAfter, steadyMs } from "./supervisor.mjs";

/** The embedded PostgreSQL of a data folder. Like every other process it is started again when it ends, on its port. */
export class EmbeddedDatabase {
  #dataDir;
  #running = null;
  #failures = 0;
  #stopping = false;
  /** The restart of a database that ended, while it is in progress. */
  #restarting = null;

  constructor(dataDir) {
    this.#dataDir = dataDir;
  }

  get url() {
    return this.#running?.url;
  }

  get port() {
    return this.#running?.port;
  }

  async start(port) {
    const { POSTGRES_PASSWORD: password, POSTGRES_PANEL_PASSWORD: panelPassword } = loadSecrets(this.#dataDir);
    const started = await startPostgres({ directory: this.#dataDir, password, panelPassword, port });
    this.#running = started;
    const startedAt = Date.now();
    started.ended.then((code) => {
      if (!this.#stopping) this.#restarting = this.#startAgain(started.port, code, Date.now() - startedAt);
    });
  }

  /** Tries until the database runs or the panel stops; never rejects. */
  async #startAgain(port, code, ranMs) {
    this.#running = null;
    if (ranMs > steadyMs) this.#failures = 0;
    for (let reason = code; !this.#running && !this.#stopping; reason = "not started") {
      this.#failures++;
      const pauseMs = pauseAfter(this.#failures);
      say(`! postgres ended (${reason}); it is started again in ${pauseMs / 1000} s`);
      for (let waited = 0; waited < pauseMs && !this.#stopping; waited += 50)
        await new Promise((resolve) => setTimeout(resolve, 50));
      if (this.#stopping) return;
      await this.start(port).catch((error) => fail(error.message));
    }
  }

  async stop() {
    this.#stopping = true;
    await this.#restarting;
    await this.#running?.stop();
  }
}
