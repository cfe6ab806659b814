/**
 * How pages call the API: JSON in, JSON out, problem documents as {@link ApiError}. Runs in the browser; imports nothing
 * of the server.
 */
export type Problem = {
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors?: { path: string; message: string }[];
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

const offline: Problem = {
  title: "The panel cannot be reached",
  status: 0,
  detail: "Check your connection and try again.",
  code: "offline",
  requestId: "",
};

export type ApiOptions = { body?: unknown; signal?: AbortSignal; headers?: Record<string, string> };

/** Calls `/api/…`; resolves with the answer's body (undefined for 202 and 204 without one). */
export async function api<T = unknown>(method: string, path: string, options: ApiOptions = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      signal: options.signal,
      headers: { ...(options.body === undefined ? {} : { "content-type": "application/json" }), ...options.headers },
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(offline);
  }
  const text = await response.text();
  if (response.ok) return (text ? JSON.parse(text) : undefined) as T;
  if (response.headers.get("content-type")?.startsWith("application/problem+json"))
    throw new ApiError(JSON.parse(text));
  throw new ApiError({
    ...offline,
    title: `The panel answered ${response.status}`,
    status: response.status,
    code: "unexpected",
  });
}

/** What to tell a person about anything that was thrown. */
export function explain(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return "Something went wrong. Try again.";
}
