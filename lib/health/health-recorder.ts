import { env } from "@/lib/core/env";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { insertHealth } from "./health.sql";
import { runChecks } from "./run-checks";

const minuteMs = 60_000;

/**
 * Records what the checks find, each minute; of several workers one. After that it calls an address outside, which raises
 * an alarm when the calls stop: a panel that does not run cannot report itself.
 */
export class HealthRecorder {
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  readonly #everyMs: number;

  constructor(log: Logger, everyMs = minuteMs) {
    this.#log = log;
    this.#everyMs = everyMs;
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), this.#everyMs);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  #tick(): void {
    this.#running ??= recordHealth(new Date())
      .then(() => callOutside())
      .catch((error: unknown) => {
        this.#log.warn({ error: messageOf(error) }, "health: not recorded; tried again in a minute");
      })
      .finally(() => {
        this.#running = null;
      });
  }
}

export async function recordHealth(now: Date): Promise<void> {
  const findings = await runChecks();
  const minute = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs);
  const names = findings.map(({ name }) => name);
  const states = findings.map(({ state }) => state);
  await sql().run(insertHealth, [minute, names, states, findings.map(({ value }) => value)]);
}

const callMs = 10_000;

async function callOutside(): Promise<void> {
  const { HEARTBEAT_URL } = env();
  if (!HEARTBEAT_URL) return;
  const answer = await fetch(HEARTBEAT_URL, { redirect: "error", signal: AbortSignal.timeout(callMs) });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`HEARTBEAT_URL answers ${answer.status}`);
}
