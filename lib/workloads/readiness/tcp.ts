import { connect } from "node:net";
import type { Probe } from "./probe";

/** The port accepts a connection and keeps it for a moment: Docker's proxy accepts before the program listens. */
const keptMs = 150;

export const tcp: Probe<"tcp"> = {
  needsPort: true,
  async ask(_, { address, timeoutMs, signal }) {
    if (!address) return null;
    const startedAt = performance.now();
    const isAccepted = await accepts(address, timeoutMs, signal);
    return isAccepted ? `Port ${address.port} answered in ${Math.round(performance.now() - startedAt)} ms` : null;
  },
};

function accepts(address: { host: string; port: number }, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    let kept: NodeJS.Timeout | undefined;
    const end = (isAccepted: boolean) => {
      clearTimeout(kept);
      signal.removeEventListener("abort", onAbort);
      socket.destroy();
      resolve(isAccepted);
    };
    const onAbort = () => end(false);
    signal.addEventListener("abort", onAbort, { once: true });
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once("connect", () => {
      kept = setTimeout(() => end(true), keptMs);
    });
    // A program that speaks first is ready without a wait.
    socket.once("data", () => end(true));
    socket.once("end", () => end(false));
    socket.once("error", () => end(false));
  });
}
