import { commandView } from "../../../lib/executors/commands/contract";
import type { Entry } from "../journal/entries";
import type { Journal } from "../journal/journal";
import { type PanelClient, Refusal } from "../panel/panel-client";
import { persistently } from "../panel/persistently";

/** Older panels do not send this field. */
const answer = commandView.pick({ state: true, ackedFence: true }).partial({ ackedFence: true });
const open: readonly string[] = ["queued", "delivered", "acked", "running"];

/**
 * Acknowledges a command, which may be done any number of times, and returns what the panel decided: null when it
 * is to be done here, else why not. Asks until there is an answer; throws when the signal ends, or at another refusal.
 */
export async function whyNot(
  { client, journal }: { client: PanelClient; journal: Journal },
  { command: { id }, isAcked }: Entry,
  signal: AbortSignal,
  report: (reason: string) => void,
): Promise<string | null> {
  const path = `/api/executor/commands/${encodeURIComponent(id)}/ack`;
  try {
    const { state, ackedFence = null } = await persistently(() => ask(client, path, signal), signal, report);
    if (!open.includes(state)) return `The panel calls it ${state} already.`;
    const isOurs = isAcked || ackedFence === null || journal.isOwnSession(ackedFence);
    return isOurs ? null : "Another copy of this executor took it.";
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return "The panel does not know it.";
    throw error;
  }
}

async function ask(client: PanelClient, path: string, signal: AbortSignal) {
  const { data } = answer.safeParse(await client.json(path, { method: "POST", json: {}, signal }));
  if (data) return data;
  throw new Refusal(200, "not_json", `${client.url} does not answer like a LightNode panel.`, null);
}
