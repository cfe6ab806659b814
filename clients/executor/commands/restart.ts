import type { CommandKind } from "./command-kind";

export const restart: CommandKind = {
  type: "restart",
  // A restart that was killed in the middle has happened.
  isRepeatable: false,
  async run(_payload, { restartSoon }) {
    restartSoon();
    return { status: "done", output: { restarting: true } };
  },
};
