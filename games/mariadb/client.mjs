// MariaDB's own client programs, as the account `game`, which the server knows by the user of the process.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

export const data = "/data/mariadb";
export const socket = "/tmp/mariadb.sock";

const run = promisify(execFile);
const timeoutMs = 60_000;
const common = ["--no-defaults", `--socket=${socket}`];

/** Shorter than the time limit of the client: a statement that waits for a lock ends with it, and takes no effect later. */
const limitWaits = "--init-command=SET SESSION lock_wait_timeout = 20, innodb_lock_wait_timeout = 20";

/** Statements of the panel. */
export async function sql(...statements) {
  const options = ["--user=game", limitWaits, "--batch", "--skip-column-names"];
  const args = [...common, ...options, `--execute=${statements.join(";\n")}`];
  return run("/usr/bin/mariadb", args, { timeout: timeoutMs }).then(
    ({ stdout }) => stdout,
    // Its message has the command line, with what the statements have in them: the text goes to customers.
    (error) => {
      const reason = error.killed ? `It took longer than ${timeoutMs / 1000} s.` : "The client ended without a reason.";
      throw new Error(String(error.stderr ?? "").trim() || reason);
    },
  );
}

/** Resolves when the program ended well, and rejects with what it wrote otherwise. */
export async function endOf(program) {
  let text = "";
  program.stderr.on("data", (chunk) => {
    text = `${text}${chunk}`.slice(-2_000);
  });
  const [code, signal] = await once(program, "close");
  if (code !== 0) throw new Error(text.trim() || `The client ended with ${code ?? signal}.`);
}

const endedBy = (signal) => ({ signal, killSignal: "SIGKILL" });

/** Writes the content of a database to its standard output: of one moment for tables of InnoDB. */
export function dump(database, signal) {
  const options = ["--single-transaction", "--quick", "--routines", "--triggers", "--hex-blob", "--skip-lock-tables"];
  const args = [...common, "--user=game", ...options, "--default-character-set=utf8mb4", database];
  return spawn("/usr/bin/mariadb-dump", args, { ...endedBy(signal), stdio: ["ignore", "pipe", "pipe"] });
}

/**
 * Runs what comes on its standard input, which a customer wrote: only DELIMITER is a command of the client then (binary
 * mode), and nothing reads files or starts programs (sandbox).
 */
export function load(database, { user, password }, signal) {
  const safe = [
    "--binary-mode",
    "--sandbox",
    "--local-infile=0",
    "--skip-reconnect",
    "--default-character-set=utf8mb4",
  ];
  const args = [...common, `--user=${user}`, ...safe, `--database=${database}`];
  return spawn("/usr/bin/mariadb", args, {
    ...endedBy(signal),
    stdio: ["pipe", "ignore", "pipe"],
    env: { PATH: "/usr/bin", MYSQL_PWD: password },
  });
}
