import path from "node:path";
import Piscina from "piscina";
import { projectRoot } from "../env";

/**
 * bcrypt in threads of its own, at a lower priority than the event loop. The native library's own asynchronous calls would
 * use libuv's four threads, on which files are read as well: a burst of sign-ins then delays every page. Threads start with
 * the first hash and end after 30 s without one. Callers bound their queue with {@link Slots}.
 */
export const hashThreads = 2;

// Next bundles server modules several times; the process still gets one pool.
declare global {
  var lightnodeHashPool: Piscina | undefined;
}

function pool(): Piscina {
  globalThis.lightnodeHashPool ??= new Piscina({
    // Bundles move this module, not the worker.
    filename: path.resolve(projectRoot(), "lib/core/hashing/hash-worker.mjs"),
    minThreads: 0,
    maxThreads: hashThreads,
    idleTimeout: 30_000,
    niceIncrement: 10,
  });
  return globalThis.lightnodeHashPool;
}

/** bcrypt hash of at most 72 bytes of `text`; `cost` is the binary logarithm of the rounds. */
export function bcryptHash(text: string, cost: number): Promise<string> {
  return pool().run({ text, cost }, { name: "hash" });
}

/** Whether `stored` is a bcrypt hash of `text`, in constant time. */
export function bcryptCompare(text: string, stored: string): Promise<boolean> {
  return pool().run({ text, stored }, { name: "compare" });
}
