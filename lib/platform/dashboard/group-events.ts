import type { Overview } from "@/lib/game-servers/queries";
import type { HappeningView } from "./contract";

type ServerEvent = Overview["events"][number];

const kinds = [
  "create",
  "start",
  "restart",
  "stop",
  "kill",
  "reinstall",
  "resize",
  "suspend",
  "unsuspend",
  "move",
] as const;
const isKind = (step: string): step is (typeof kinds)[number] => kinds.some((kind) => kind === step);

const firstSentence = (message: string) =>
  message
    .split("\n")[0]
    ?.replace(/^(The (game|server)) /, "")
    .trim() ?? "";

type Described = Pick<HappeningView, "tone" | "what" | "reason" | "durationMs">;

function describeEvent({ step, status, message, durationMs }: ServerEvent): Described {
  const reason = firstSentence(message);
  const line = (tone: Described["tone"], what: Described["what"], more: Partial<Described> = {}): Described => ({
    ...{ tone, what, reason: "", durationMs: null },
    ...more,
  });
  if (step === "accept") return line("busy", "accepted");
  if (isRestartByItself({ step, status })) return line("warn", "restarting");
  if (step === "exit") return line(status === "crashed" ? "bad" : "idle", "ended", { reason: reason || status });
  if (status === "succeeded" && isKind(step)) return line("good", `done-${step}`, { durationMs });
  if (status === "failed") return line("bad", "failed", { reason });
  if (status === "waiting") return line("warn", "waits", { reason });
  return line("idle", "other", { reason: reason || step });
}

const isRestartByItself = ({ step, status }: Pick<ServerEvent, "step" | "status">) =>
  step === "exit" && status === "starting";

/**
 * Events of servers as lines, the newest first. The lines of one run become one, and an end of the program with the
 * start that followed it becomes one. Pure; `events` are the newest first.
 */
export function groupEvents(events: readonly ServerEvent[], limit: number): HappeningView[] {
  const seenRuns = new Set<string>();
  /** Starts by server that succeeded and whose cause was not met yet. */
  const starts = new Map<string, HappeningView & { endedMs: number }>();
  const lines: HappeningView[] = [];
  for (const event of events) {
    const { sequence, serverId, serverName, at, run } = event;
    if (run !== null && seenRuns.has(run)) continue;
    if (run !== null) seenRuns.add(run);
    const start = starts.get(serverId);
    starts.delete(serverId);
    if (isRestartByItself(event) && start) {
      Object.assign(start, { what: "restarted", tone: "warn", durationMs: start.endedMs - Date.parse(at) });
      continue;
    }
    const line = { id: sequence, serverId, serverName, at, ...describeEvent(event) };
    lines.push(line);
    if (event.step === "start" && event.status === "succeeded")
      starts.set(serverId, Object.assign(line, { endedMs: Date.parse(at) }));
  }
  return lines.slice(0, limit).map(({ id, serverId, serverName, at, tone, what, reason, durationMs }) => ({
    ...{ id, serverId, serverName, at },
    ...{ tone, what, reason, durationMs },
  }));
}
