import type { CommandKind } from "./command-kind";

const maxReply = 40_000;

export const bridgeSend: CommandKind = {
  type: "bridge.send",
  isRepeatable: false,
  async run({ message, timeoutMs }, { bridge, commandTimeoutMs, signal }) {
    if (typeof message !== "string") return { status: "failed", error: "The command has no message." };
    const patience = typeof timeoutMs === "number" ? timeoutMs : commandTimeoutMs;
    const startedAt = performance.now();
    const reply = await bridge.send({ message, timeoutMs: patience, signal });
    const tookMs = Math.round(performance.now() - startedAt);
    // What no text of the panel may hold is left out, and what is too long is said to be.
    const clean = reply.replaceAll("\0", "").toWellFormed();
    const output = { reply: clean.slice(0, maxReply), tookMs, ...(clean.length > maxReply ? { cutAt: maxReply } : {}) };
    return { status: "done", output };
  },
};
