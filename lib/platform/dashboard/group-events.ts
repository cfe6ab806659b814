import type { Overview } from "@/lib/game-servers/queries";
import type { HappeningView } from "./contract";

type ServerEvent = Overview["events"][number];

/** The number stays on the line of its unit. */
const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)}\u00a0s`;

/** What a finished run of each kind did. */
const done: Record<string, string> = {
  create: "is online for the first time",
  start: "started",
  restart: "restarted",
  stop: "stopped",
  kill: "was killed",
  reinstall: "was installed again",
  resize: "was changed",
  suspend: "was suspended",
  unsuspend: "may run again",
  move: "moved to another machine",
};

const firstSentence = (message: string) =>
  message
    .split("\n")[0]
    ?.replace(/^(The (game|server)) /, "")
    .trim() ?? "";

function describeEvent(event: ServerEvent): Pick<HappeningView, "tone" | "text"> {
  const { step, status, message, durationMs } = event;
  if (step === "accept") return { tone: "busy", text: "is being set up" };
  if (step === "exit")
    return status === "starting"
      ? { tone: "warn", text: "ended and is restarted by itself" }
      : { tone: status === "crashed" ? "bad" : "idle", text: firstSentence(message) || status };
  if (status === "succeeded" && done[step])
    return { tone: "good", text: `${done[step]}${durationMs === null ? "" : `, ${seconds(durationMs)}`}` };
  if (status === "failed") return { tone: "bad", text: `failed: ${firstSentence(message)}` };
  if (status === "waiting") return { tone: "warn", text: `waits: ${firstSentence(message)}` };
  return { tone: "idle", text: firstSentence(message) || step };
}

const isRestartByItself = (event: ServerEvent) => event.step === "exit" && event.status === "starting";

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
      start.text = `ended and was restarted by itself, ${seconds(start.endedMs - Date.parse(at))}`;
      start.tone = "warn";
      continue;
    }
    const line = { id: sequence, serverId, serverName, at, ...describeEvent(event) };
    lines.push(line);
    if (event.step === "start" && event.status === "succeeded")
      starts.set(serverId, Object.assign(line, { endedMs: Date.parse(at) }));
  }
  return lines
    .slice(0, limit)
    .map(({ id, serverId, serverName, at, tone, text }) => ({ id, serverId, serverName, at, tone, text }));
}
