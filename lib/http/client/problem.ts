import type { ConfirmationMethod } from "@/lib/auth/factors/contract";

/** Refusals of the API as errors, and the texts that pages show for them. */
export type Problem = {
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors?: { path: string; message: string }[];
  /** What to confirm with (`step_up_required`), or to finish signing in with (`two_factor_required`). */
  methods?: ConfirmationMethod[];
};

export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
    this.problem = problem;
  }

  /** Messages by field, for forms. */
  get fields(): Record<string, string> {
    return Object.fromEntries((this.problem.errors ?? []).map(({ path, message }) => [path, message]));
  }
}

export const offline: Problem = {
  title: "The panel cannot be reached",
  status: 0,
  detail: "Check your connection and try again.",
  code: "offline",
  requestId: "",
};

/** A handler of a failure with this code, which runs `work` and fails as before. */
export function onlyWhen(code: string, work: () => unknown): (error: unknown) => never {
  return (error) => {
    if (error instanceof ApiError && error.problem.code === code) void work();
    throw error;
  };
}

/** The text to show for a thrown value. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return "An error occurred. Try again.";
  // Without a form the messages of the fields are shown.
  const messages = new Set((error.problem.errors ?? []).map(({ message }) => message));
  return messages.size > 0 ? [...messages].join(" ") : error.message;
}
