import { messageOf } from "../stop";

/** The result of one check, and what to do when it failed. */
export type Check = { name: string; state: "ok" | "warning" | "failed"; detail: string; cure?: string };

/** The check, or what made it fail, as a check. */
export async function checked(name: string, cure: string, look: () => Promise<Omit<Check, "name">>): Promise<Check> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    return { name, state: "failed", detail: messageOf(error), cure };
  }
}

const marks = { ok: "ok      ", warning: "warning ", failed: "FAILED  " } as const;

/** Pure. */
export function checkText({ name, state, detail, cure }: Check): string {
  const advice = state === "ok" || !cure ? "" : `\n            → ${cure}`;
  return `  ${marks[state]} ${name}: ${detail}${advice}`;
}
