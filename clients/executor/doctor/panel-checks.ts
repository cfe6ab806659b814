import os from "node:os";
import { heartbeatAnswer } from "../../../lib/executors/fleet/contract";
import type { EffectiveConfig } from "../config/effective-config";
import type { Log } from "../log";
import type { PanelClient } from "../panel/panel-client";
import { Realtime } from "../run/realtime";
import { version } from "../version";
import { type Check, checked } from "./check";

/** Checks that need the executor's credentials. */
const socketTimeoutMs = 4_000;

/** Opens the socket as a run would: connect, sign in, subscribe. */
export function checkSocket(client: PanelClient, config: EffectiveConfig): Promise<Check> {
  const cure = "Let WebSockets through to the panel. Without them commands are asked for, which works as well.";
  return checked("WebSocket", cure, async () => {
    const startedAt = performance.now();
    let reason = "it does not open in time";
    const keep = (message: string) => {
      reason = message;
    };
    const log: Log = { info: () => {}, warn: keep, error: keep };
    const where = config.pusherHost
      ? `${config.pusherHost}:${config.pusherPort ?? ""}`
      : `cluster ${config.pusherCluster}`;
    const opened = await new Promise<boolean>((resolve) => {
      const realtime = new Realtime(client, log, { onEvent: () => {}, onUp: () => end(true), onDown: () => {} });
      const end = (isUp: boolean) => {
        clearTimeout(timer);
        setImmediate(() => realtime.close());
        resolve(isUp);
      };
      const timer = setTimeout(() => end(false), socketTimeoutMs);
      realtime.configure(config);
    });
    const tookMs = Math.round(performance.now() - startedAt);
    if (opened) return { state: "ok", detail: `subscribed at ${where} in ${tookMs} ms` };
    return { state: "warning", detail: `${where}: ${reason}`, cure };
  });
}

/** Waits a second for commands behind the highest number there is: takes none. */
export function checkLongPoll(client: PanelClient): Promise<Check> {
  return checked("Long poll", "A proxy may cut calls that wait: give it more than 30 seconds.", async () => {
    await client.call(`/api/executor/commands?wait=1&after=${2 ** 31 - 1}`, { timeoutMs: 10_000 });
    return { state: "ok", detail: "the panel answers a waiting call" };
  });
}

/** Without a `bootId`: a run beside this one is not taken over. */
export function checkHeartbeat(client: PanelClient, configVersion: number): Promise<Check> {
  return checked("Heartbeat", "Try again; if it persists, read the panel's log.", async () => {
    const json = {
      version,
      os: `${os.type()} ${os.release()} ${process.arch}`.slice(0, 100),
      hostname: os.hostname().slice(0, 255),
      status: "ok",
      configVersion,
      clock: new Date().toISOString(),
    };
    const answer = heartbeatAnswer
      .pick({ clockMessage: true })
      .parse(await client.json("/api/executor/heartbeat", { json }));
    if (answer.clockMessage === null) return { state: "ok", detail: "the panel shows this executor as online" };
    return { state: "warning", detail: answer.clockMessage, cure: "Switch on time synchronisation on this machine." };
  });
}
