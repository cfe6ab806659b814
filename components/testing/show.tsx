import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { PathnameContext, SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { createQueryClient } from "@/components/theme/query-client";
import { type Toast, toastEvent } from "@/components/ui/toast";
import { EnglishTexts } from "./english-texts";

/**
 * Shows components as the page at an address does: theme without animations, requests, and a router that records its
 * calls.
 */
export function show(content: ReactNode, address = "/") {
  const router = {
    bfcacheId: "",
    push: vi.fn(),
    replace: vi.fn(),
    refresh: vi.fn(),
    back: vi.fn(),
    forward: vi.fn(),
    prefetch: vi.fn(),
  };
  const { pathname, searchParams } = new URL(address, "http://panel.invalid");
  const queryClient = createQueryClient();
  const toasts: Toast[] = [];
  window.addEventListener(toastEvent, (event) => {
    if (event instanceof CustomEvent) toasts.push(event.detail);
  });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <AppRouterContext.Provider value={router}>
      <PathnameContext.Provider value={pathname}>
        <SearchParamsContext.Provider value={searchParams}>
          <QueryClientProvider client={queryClient}>
            <EnglishTexts>
              <MantineProvider env="test">{children}</MantineProvider>
            </EnglishTexts>
          </QueryClientProvider>
        </SearchParamsContext.Provider>
      </PathnameContext.Provider>
    </AppRouterContext.Provider>
  );
  return { ...render(content, { wrapper }), user: userEvent.setup(), router, toasts };
}

export type Call = { method: string; path: string; body: unknown };
type Answer = { status?: number; body?: unknown };

/**
 * Answers requests in the place of the panel. `answer` gets each call; a promise keeps the call pending. Returns the
 * calls that were made.
 */
export function answerWith(answer: (call: Call) => Answer | Promise<Answer>): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit = {}) => {
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    const call = { method: init.method ?? "GET", path, body };
    calls.push(call);
    const { status = 200, body: content } = await answer(call);
    const type = status >= 400 ? "application/problem+json" : "application/json";
    const text = content === undefined ? null : JSON.stringify(content);
    return new Response(text, { status, headers: { "content-type": type } });
  });
  return calls;
}

/** A problem document, as a route that refuses answers it. */
export function refusal(status: number, detail: string, errors?: { path: string; message: string }[]): Answer {
  return { status, body: { title: "Refused", status, detail, code: "refused", requestId: "req_1", errors } };
}

/** A promise that the test ends. */
export function pending<T>(): { promise: Promise<T>; end: (value: T) => void } {
  let end: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    end = resolve;
  });
  return { promise, end };
}
