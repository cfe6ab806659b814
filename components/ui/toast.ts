import { explain } from "@/lib/http/client/problem";

/** A short message at the edge of the page. Its rendering code is loaded with the first one (shell/toaster.tsx). */
export type Toast = { message: string; tone: "done" | "failed" | "notice" };

export const toastEvent = "lightnode-toast";

declare global {
  interface WindowEventMap {
    [toastEvent]: CustomEvent<Toast>;
  }
}

function toast(detail: Toast): void {
  window.dispatchEvent(new CustomEvent<Toast>(toastEvent, { detail }));
}

export function toastDone(message: string): void {
  toast({ message, tone: "done" });
}

export function toastFailure(error: unknown): void {
  toast({ message: explain(error), tone: "failed" });
}

/** An action that the panel carried out, and that ended badly elsewhere. */
export function toastProblem(message: string): void {
  toast({ message, tone: "failed" });
}

/** A message that no action of the person caused. */
export function toastNotice(message: string): void {
  toast({ message, tone: "notice" });
}
