import type { CommandKind } from "./command-kind";

const maxCharacters = 48_000;

export const collectLogs: CommandKind = {
  type: "collect-logs",
  isRepeatable: true,
  async run({ lines }, { log }) {
    const wanted = typeof lines === "number" ? Math.min(500, Math.max(1, lines)) : 200;
    let kept = log.tail(wanted);
    // The newest ones, as far as an answer may be long.
    while (kept.length > 1 && kept.join("\n").length > maxCharacters) kept = kept.slice(Math.ceil(kept.length / 10));
    return { status: "done", output: { lines: kept } };
  },
};
