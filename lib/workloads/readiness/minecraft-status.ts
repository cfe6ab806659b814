import { pingMinecraft } from "@/lib/provisioning/protocols/minecraft-status";
import type { Probe } from "./probe";

/** A list ping of Minecraft's protocol is answered. */
export const minecraftStatus: Probe<"minecraft-status"> = {
  needsPort: true,
  async measure(_, { address, timeoutMs, signal }) {
    if (!address) return null;
    const { playersOnline, latencyMs } = await pingMinecraft({ ...address, timeoutMs, signal });
    return { playersOnline, latencyMs };
  },
  async ask(_, { address, timeoutMs, signal }) {
    if (!address) return null;
    const answer = await pingMinecraft({ ...address, timeoutMs, signal });
    return `${answer.versionName} answered in ${Math.round(answer.latencyMs)} ms`;
  },
};
