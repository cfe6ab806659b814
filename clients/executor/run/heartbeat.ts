import os from "node:os";
import type { z } from "zod";
import { heartbeatAnswer, type heartbeatBody } from "../../../lib/executors/fleet/contract";
import type { PanelClient } from "../panel/panel-client";
import { Refusal } from "../panel/panel-client";
import { waitAfter } from "../panel/persistently";
import { messageOf } from "../stop";
import { version } from "../version";

/** Older panels do not send this field. */
const answerOf = heartbeatAnswer.partial({ reconnectSpreadMs: true });
export type HeartbeatAnswer = z.output<typeof answerOf>;
type Facts = Pick<z.output<typeof heartbeatBody>, "status" | "configVersion"> & { metrics: Record<string, number> };

export type HeartbeatOptions = {
  client: PanelClient;
  bootId: string;
  facts(): Facts;
  /** Set by hand, in place of what the panel asks for. */
  manualIntervalMs(): number | undefined;
  onAnswer(answer: HeartbeatAnswer): void;
  onFailure(reason: string): void;
};

let lastCpu = process.cpuUsage();
let lastCpuAt = performance.now();

/** What this process uses; percent of one processor since the last call. */
export function processMetrics(): Record<string, number> {
  const [cpu, at] = [process.cpuUsage(lastCpu), performance.now()];
  const percent = (cpu.user + cpu.system) / 1_000 / Math.max(1, at - lastCpuAt) / 0.01;
  lastCpu = process.cpuUsage();
  lastCpuAt = at;
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return {
    rssMb: tenth(process.memoryUsage.rss() / 1_048_576),
    cpuPercent: tenth(percent),
    loadAverage: tenth(os.loadavg()[0] ?? 0),
    uptimeSeconds: Math.round(process.uptime()),
  };
}

/** Sends heartbeats at the interval that the panel sets. One at a time. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #timer: NodeJS.Timeout | null = null;
  #beating: Promise<void> | null = null;
  #isStopped = false;
  #failures = 0;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** Now, or as soon as the current one is answered. */
  async beatNow(): Promise<void> {
    await this.#beating;
    await this.#beat();
  }

  /** Within this time, if the next is not sooner anyway. */
  beatWithin(ms: number): void {
    this.#schedule(Math.random() * ms);
  }

  #schedule(ms: number): void {
    if (this.#isStopped) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#beat(), ms);
  }

  #beat(): Promise<void> {
    this.#beating ??= this.#send().finally(() => {
      this.#beating = null;
    });
    return this.#beating;
  }

  async #send(): Promise<void> {
    const { client, bootId, facts, onAnswer, onFailure, manualIntervalMs } = this.#options;
    const sentAt = Date.now();
    try {
      const { metrics, ...said } = facts();
      const json = {
        version,
        os: `${os.type()} ${os.release()} ${process.arch}`.slice(0, 100),
        hostname: os.hostname().slice(0, 255),
        clock: new Date(sentAt).toISOString(),
        bootId,
        ...(client.fence === undefined ? {} : { fence: client.fence }),
        ...said,
        metrics: { ...processMetrics(), ...metrics },
      };
      const answer = answerOf.parse(await client.json("/api/executor/heartbeat", { json }));
      if (this.#isStopped) return;
      client.fence = answer.fence;
      // Better than the Date header: milliseconds, and from the middle of the call.
      client.skewMs = Math.round((sentAt + Date.now()) / 2 - Date.parse(answer.serverTime));
      this.#failures = 0;
      onAnswer(answer);
      const manual = manualIntervalMs();
      this.#schedule(manual === undefined ? answer.nextIn : manual * (0.9 + 0.2 * Math.random()));
    } catch (error) {
      if (this.#isStopped) return;
      onFailure(error instanceof Refusal || error instanceof Error ? messageOf(error) : "unknown");
      this.#schedule(waitAfter(error, this.#failures++, Math.random()));
    }
  }
}
