/** Exit codes: sysexits where they fit, so that a service manager can tell "never again" from "try again". */
export const exitCodes = { failed: 1, usage: 64, superseded: 75, revoked: 78, noCredentials: 66 } as const;

/** What a person is told: what happened, and what to do about it. */
export class ProgramError extends Error {
  readonly advice: string;
  readonly exitCode: number;

  constructor(message: string, advice = "", exitCode: number = exitCodes.failed) {
    super(message);
    this.name = "ProgramError";
    this.advice = advice;
    this.exitCode = exitCode;
  }
}

export function explain(error: unknown): string {
  if (error instanceof ProgramError) return error.advice ? `${error.message} ${error.advice}` : error.message;
  return error instanceof Error ? error.message : String(error);
}
