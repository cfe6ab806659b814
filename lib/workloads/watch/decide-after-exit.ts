/**
 * What follows when a program ends that was online. Pure; the table in its test is the specification.
 */
export type Exit = {
  exitCode: number | null;
  /**
   * It ended while the panel received no engine events: with the machine or the engine, or before the panel started.
   */
  unwatched: boolean;
};

export type AfterExit =
  /** It was asked to stop from inside (a console command, an operator in a game). */
  | { do: "offline" }
  /** Its machine or engine was restarted: it is started again. */
  | { do: "resume" }
  | { do: "restart"; delayMs: number; crashCount: number }
  | { do: "crashed"; crashCount: number };

/** Crashes further apart than this are unrelated. */
export const crashWindowMs = 10 * 60_000;
export const restartDelaysMs = [2_000, 10_000, 30_000] as const;

/** How often it is restarted by itself within the window. */
export const mostRestarts = restartDelaysMs.length;

export function decideAfterExit(
  exit: Exit,
  history: { wantRunning: boolean; crashCount: number; lastCrashAt: Date | null },
  now: Date,
): AfterExit {
  if (!history.wantRunning) return { do: "offline" };
  if (exit.exitCode === 0) return { do: exit.unwatched ? "resume" : "offline" };
  const recent = history.lastCrashAt !== null && now.getTime() - history.lastCrashAt.getTime() < crashWindowMs;
  const earlier = recent ? history.crashCount : 0;
  const delayMs = restartDelaysMs[earlier];
  if (delayMs === undefined) return { do: "crashed", crashCount: earlier + 1 };
  return { do: "restart", delayMs, crashCount: earlier + 1 };
}
