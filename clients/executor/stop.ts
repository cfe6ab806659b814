import { explainErrno } from "./system/errno";

/** Exit codes; a supervisor must not start the program again after those of `RestartPreventExitStatus`. */
export const exitCodes = { ok: 0, failed: 1, usage: 64, superseded: 75, revoked: 78 } as const;

/** Why a run ends. */
export type Ending =
  | { kind: "stopped" }
  | { kind: "restart" }
  | { kind: "superseded"; message: string }
  | { kind: "revoked"; message: string }
  | { kind: "failed"; message: string };

/** A failure that the user can correct; its message says how. */
export class PlainError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What a caught value says. Pure. */
export function messageOf(error: unknown): string {
  return explainErrno(error) ?? (error instanceof Error ? error.message : String(error));
}
