import { ensureHome, type Home, homeDirectory, homeOf } from "../home";
import { knownIdentity } from "../identity";
import { FileLog, type Log } from "../log";
import { runExecutor } from "../run/run-executor";
import { type Ending, exitCodes } from "../stop";
import { takeLock } from "../system/lock";
import { version } from "../version";
import type { Arguments } from "./arguments";

const exitCodeOf = {
  stopped: exitCodes.ok,
  restart: exitCodes.ok,
  superseded: exitCodes.superseded,
  revoked: exitCodes.revoked,
  failed: exitCodes.failed,
} as const satisfies Record<Ending["kind"], number>;

/**
 * A closed terminal or window is the second pair: Windows knows SIGBREAK, and ends the process ten seconds after
 * SIGHUP.
 */
const stopSignals = [
  "SIGTERM",
  "SIGINT",
  "SIGHUP",
  ...(process.platform === "win32" ? ["SIGBREAK" as const] : []),
] as const;

/** `run`: until a signal, a revocation, or a newer copy. A restart command starts a new run within the process. */
export async function runCommand({
  home: directory,
  url,
  asTask,
}: Pick<Arguments, "home" | "url"> & { asTask?: boolean }): Promise<number> {
  const home = homeOf(homeDirectory(directory));
  ensureHome(home);
  const release = takeLock(home);
  const log = new FileLog(home.log);
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals) => {
    log.info(`${name}: stopping; commands in progress have ten seconds to finish.`);
    controller.abort();
  };
  for (const name of stopSignals) process.on(name, stop);
  try {
    const code = await runUntilTheEnd(home, url, log, controller.signal);
    return asTask && isFinal(code) ? exitCodes.ok : code;
  } finally {
    for (const name of stopSignals) process.off(name, stop);
    release();
  }
}

/** Starting again would be wrong. Pure. */
export function isFinal(code: number): boolean {
  return code === exitCodes.superseded || code === exitCodes.revoked;
}

async function runUntilTheEnd(home: Home, url: string | undefined, log: Log, signal: AbortSignal): Promise<number> {
  for (;;) {
    const { credentials, manual } = await knownIdentity(home, url);
    const { key, secret } = credentials;
    log.info(`LightNode executor ${version} starts as ${key} with ${credentials.url}.`);
    warnOfPlainHttp(credentials.url, log);
    const given = Object.keys(manual).filter((name) => !["url", "key", "secret"].includes(name));
    if (given.length > 0) log.warn(`Set by hand, over the panel's configuration: ${given.join(", ")}.`);
    const identity = { key, secret };
    const ending = await runExecutor({ home, identity, url: credentials.url, givenUrl: url, manual, log, signal });
    if ("message" in ending && ending.kind !== "failed") log.error(ending.message);
    if (ending.kind !== "restart") {
      log.info("Stopped.");
      return exitCodeOf[ending.kind];
    }
    log.info("Restarting.");
  }
}

/** Without TLS the secret can be read on the way. */
function warnOfPlainHttp(url: string, log: Log): void {
  const { protocol, hostname } = new URL(url);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  if (protocol === "http:" && !isLocal)
    log.warn(`${url} is not encrypted: anyone on the network path can read the secret.`);
}
