import { ApiError, type Problem, type StepUpRequest, stepUpEvent } from "@/lib/http/client";

const path = (batchId: string) => `/api/executors/batch/${batchId}/download`;

async function take(batchId: string): Promise<string> {
  const response = await fetch(path(batchId), { method: "POST" });
  if (response.ok) return response.text();
  throw new ApiError((await response.json()) as Problem);
}

function requestConfirmation(methods: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const detail: StepUpRequest = { methods, answer: resolve };
    const isUnheard = window.dispatchEvent(new CustomEvent(stepUpEvent, { detail, cancelable: true }));
    if (isUnheard) resolve(false);
  });
}

/** A batch's keys and secrets as CSV, which the panel returns only once; asks for confirmation first if required. */
export async function downloadSecrets(batchId: string): Promise<string> {
  try {
    return await take(batchId);
  } catch (error) {
    const { code, methods = [] } = error instanceof ApiError ? error.problem : { code: "" };
    if (code !== "step_up_required" || methods.length === 0 || !(await requestConfirmation(methods))) throw error;
    return take(batchId);
  }
}
