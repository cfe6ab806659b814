import { z } from "zod";
import type { Command } from "./command";

/** Waits for the bridge until the command expires; once the message is sent, the answer has `timeoutMs`. */
export const bridgeSend: Command<{ message: string; timeoutMs?: number | undefined }> = {
  type: "bridge.send",
  payload: z.strictObject({
    message: z.string().min(1).max(60_000),
    timeoutMs: z.int().min(100).max(600_000).optional(),
  }),
  lane: "bridge",
  afterKill: {
    status: "failed",
    error: "The executor stopped while this was under way; it may or may not have reached the bridge.",
  },
  startsItself: true,
  run: ({ message, timeoutMs }, { bridge, config, signal, confirm, started, leftMs, progress }) =>
    bridge.send(message, {
      timeoutMs: timeoutMs ?? config().commandTimeoutMs,
      waitMs: leftMs(),
      signal,
      confirm,
      beforeSend: started,
      onWaiting: () => progress("Waiting for the bridge, which cannot be reached."),
    }),
};
