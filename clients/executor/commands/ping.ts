import { hostname, uptime } from "node:os";
import type { CommandKind } from "./command-kind";

export const ping: CommandKind = {
  type: "ping",
  isRepeatable: true,
  async run(_payload, { version }) {
    return {
      status: "done",
      output: { pong: true, version, hostname: hostname(), machineUptimeSeconds: Math.round(uptime()) },
    };
  },
};
