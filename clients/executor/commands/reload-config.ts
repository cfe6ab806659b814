import type { CommandKind } from "./command-kind";

export const reloadConfig: CommandKind = {
  type: "reload-config",
  isRepeatable: true,
  async run(_payload, { reloadConfiguration }) {
    return { status: "done", output: { configVersion: await reloadConfiguration() } };
  },
};
