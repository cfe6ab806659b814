import { spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { panelEnvironment } from "./environment.mjs";
import { node, root } from "./paths.mjs";

/** Written before a restore begins and removed when it is complete: a folder with it has half a panel. */
const markerName = "restore-incomplete";
const made = ["postgres", "postgres.new", "postgres.port", "secrets.json", "audit-witness.json"];

export function requireNoInterruptedRestore(dataDir) {
  if (!existsSync(path.join(dataDir, markerName))) return;
  throw new Error(
    `a restore into ${dataDir} was interrupted; run it again: npm start -- --restore BACKUP --kit FILE (it begins from the start)`,
  );
}

/** `npm start -- --restore BACKUP --kit FILE`: a panel from nothing but a backup and its recovery kit. */
export class BareRestore {
  #backup;
  #kit;
  #marker = "";

  constructor(backup, kit) {
    this.#backup = backup.startsWith("s3://") ? backup : path.resolve(backup);
    this.#kit = path.resolve(kit);
  }

  /** Null when the command line asks for no restore. */
  static of(argv) {
    const optionOf = (name) => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined);
    if (!argv.includes("--restore")) return null;
    const [backup, kit] = [optionOf("--restore"), optionOf("--kit")];
    if (!backup || !kit) throw new Error("usage: npm start -- --restore FILE|s3://BUCKET/KEY --kit FILE");
    return new BareRestore(backup, kit);
  }

  /** Refuses a folder that has a panel; removes what an interrupted restore left. */
  prepare(dataDir) {
    if (!existsSync(this.#kit)) throw new Error(`there is no recovery kit ${this.#kit}`);
    this.#marker = path.join(dataDir, markerName);
    if (existsSync(this.#marker))
      for (const name of made) rmSync(path.join(dataDir, name), { recursive: true, force: true });
    const found = made.find((name) => existsSync(path.join(dataDir, name)));
    if (found) {
      throw new Error(
        `${dataDir} has a panel already (${found}); restore there with: npm run cli -- backup restore BACKUP --swap`,
      );
    }
    writeFileSync(this.#marker, `${this.#backup}\n`, { mode: 0o600 });
  }

  /** The secrets of the backup; until then the environment has new ones, which they replace. */
  files() {
    const { env } = panelEnvironment({ databaseUrl: "postgresql://none@127.0.0.1/none", mode: "production" });
    return run(["files", this.#backup, this.#kit], env);
  }

  rows(env) {
    return run(["rows", this.#backup], env);
  }

  complete() {
    rmSync(this.#marker, { force: true });
  }
}

function run(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ["--enable-source-maps", path.join(root, "dist/restore.mjs"), ...args], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [text, problem] = ["", ""];
    child.stdout.on("data", (chunk) => (text += chunk));
    child.stderr.on("data", (chunk) => (problem += chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(text.trim()) : reject(new Error(problem.trim() || `it ended with ${code}`)),
    );
  });
}
