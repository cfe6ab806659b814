import type { ConfirmationMethod } from "@/lib/auth/factors/contract";
import { ApiError, offline } from "./problem";

// How pages reach the API: JSON in, JSON out, problem documents as ApiError. Runs in the browser only.

/** Requests a step-up confirmation; the component with the dialog calls preventDefault on the event. */
export const stepUpEvent = "lightnode-step-up";
export type StepUpRequest = { methods: ConfirmationMethod[]; answer: (confirmed: boolean) => void };

/** The session has ended. The page shell calls preventDefault on this event and answers after a new sign-in. */
export const signedOutEvent = "lightnode-signed-out";
export type SignInRequest = { answer: (signedIn: boolean) => void };

/** The panel did not answer at all. */
export const unreachableEvent = "lightnode-unreachable";

declare global {
  interface WindowEventMap {
    [stepUpEvent]: CustomEvent<StepUpRequest>;
    [signedOutEvent]: CustomEvent<SignInRequest>;
    [unreachableEvent]: CustomEvent<null>;
  }
}

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

export type SendOptions = {
  body?: unknown;
  /** Instead of a body: the bytes as they are. */
  file?: Blob | undefined;
  signal?: AbortSignal | undefined;
  headers?: Record<string, string> | undefined;
};

/**
 * Calls `/api/…`; resolves with the answer's body (undefined for 202 and 204 without one, a text if it is no JSON). When the person has to
 * confirm or to sign in again first, they are asked, and the call is made again.
 */
export async function send(method: string, path: string, options: SendOptions = {}): Promise<unknown> {
  try {
    return await call(method, path, options);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, methods = [] } = error.problem;
    if (code === "unauthenticated" && !path.startsWith("/auth/")) {
      if (await ask<SignInRequest>(signedOutEvent, {})) return send(method, path, options);
    }
    if (code !== "step_up_required" || methods.length === 0) throw error;
    if (!(await ask<StepUpRequest>(stepUpEvent, { methods }))) throw error;
    return call(method, path, options);
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

async function call(method: string, path: string, options: SendOptions): Promise<unknown> {
  let response: Response;
  try {
    const attempt = method === "GET" ? fetchAgain : fetch;
    response = await attempt(`/api${path}`, {
      method,
      ...(options.signal ? { signal: options.signal } : {}),
      headers: { ...(options.body === undefined ? {} : { "content-type": "application/json" }), ...options.headers },
      body: options.file ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    window.dispatchEvent(new CustomEvent(unreachableEvent));
    throw new ApiError(offline);
  }
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  if (response.ok && !text) return undefined;
  if (response.ok) return type.startsWith("application/json") ? JSON.parse(text) : text;
  if (type.startsWith("application/problem+json")) throw new ApiError(JSON.parse(text));
  throw new ApiError({
    ...offline,
    title: `The panel answered ${response.status}`,
    status: response.status,
    code: "unexpected",
  });
}
