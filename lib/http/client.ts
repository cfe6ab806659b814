/**
 * How pages call the API: JSON in, JSON out, problem documents as {@link ApiError}. Runs in the browser; imports
 * nothing of the server.
 */
export type Problem = {
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors?: { path: string; message: string }[];
  /** What to confirm with (`step_up_required`), or to finish signing in with (`two_factor_required`). */
  methods?: string[];
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

/** Requests a step-up confirmation; the component with the dialog calls preventDefault on the event. */
export const stepUpEvent = "lightnode-step-up";
export type StepUpRequest = { methods: string[]; answer: (confirmed: boolean) => void };

/** The session has ended. The page shell calls preventDefault on this event and answers after a new sign-in. */
export const signedOutEvent = "lightnode-signed-out";
export type SignInRequest = { answer: (signedIn: boolean) => void };

/** The panel did not answer at all. */
export const unreachableEvent = "lightnode-unreachable";

/** Dispatches an event that a component answers; false when none does. */
function ask<T extends { answer: (yes: boolean) => void }>(
  name: string,
  question: Omit<T, "answer">,
): Promise<boolean> {
  return new Promise((resolve) => {
    const detail = { ...question, answer: resolve };
    const isUnheard = window.dispatchEvent(new CustomEvent(name, { detail, cancelable: true }));
    if (isUnheard) resolve(false);
  });
}

export type ApiOptions = { body?: unknown; signal?: AbortSignal; headers?: Record<string, string> };

/**
 * Calls `/api/…`; resolves with the answer's body (undefined for 202 and 204 without one). When the person has to
 * confirm or to sign in again first, they are asked, and the call is made again.
 */
export async function api<T = unknown>(method: string, path: string, options: ApiOptions = {}): Promise<T> {
  try {
    return await call<T>(method, path, options);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, methods = [] } = error.problem;
    if (code === "unauthenticated" && !path.startsWith("/auth/")) {
      if (await ask<SignInRequest>(signedOutEvent, {})) return api<T>(method, path, options);
    }
    if (code !== "step_up_required" || methods.length === 0) throw error;
    if (!(await ask<StepUpRequest>(stepUpEvent, { methods }))) throw error;
    return call<T>(method, path, options);
  }
}

/**
 * Browsers abort requests when a network interface appears or disappears on their machine (Chromium:
 * ERR_NETWORK_CHANGED), as Docker's do next to the panel. Idempotent requests are repeated once, a moment later.
 */
export async function fetchAgain(path: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return fetch(path, init);
  }
}

async function call<T>(method: string, path: string, options: ApiOptions): Promise<T> {
  let response: Response;
  try {
    const send = method === "GET" ? fetchAgain : fetch;
    response = await send(`/api${path}`, {
      method,
      signal: options.signal,
      headers: { ...(options.body === undefined ? {} : { "content-type": "application/json" }), ...options.headers },
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    window.dispatchEvent(new CustomEvent(unreachableEvent));
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

/** The text to show for a thrown value. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return "An error occurred. Try again.";
  // Without a form the messages of the fields are shown.
  const messages = new Set((error.problem.errors ?? []).map(({ message }) => message));
  return messages.size > 0 ? [...messages].join(" ") : error.message;
}

/** A key for one creating call and its repetitions. Not `randomUUID`, which browsers have on https pages only. */
export function newIdempotencyKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
