import type { Refusal } from "../panel/panel-client";
import type { Ending } from "../stop";
import { fieldOf } from "../system/errno";
import type { ConfigFollower } from "./config-follower";
import type { Work } from "./work";

/** What the events of the panel act on. */
export type EventTargets = {
  work: Work;
  follower: Pick<ConfigFollower, "refreshSoon">;
  configVersion: number | undefined;
  /** The number of this start; undefined until the panel gave one. */
  fence: number | undefined;
  /** For what only the panel's own answer may decide. */
  askPanel(): void;
  onFailure(error: unknown): void;
};

type Answer = (data: unknown, targets: EventTargets) => void;

const answers: Readonly<Record<string, Answer>> = {
  "executor.command": (data, { work, onFailure }) => {
    if (fieldOf(data, "claim") === true) void work.list.drain();
    else void work.intake.take([data], "push").catch(onFailure);
  },
  "executor.command-cancelled": (data, { work }) => void work.intake.cancelled(String(fieldOf(data, "id"))),
  "executor.config-changed": (data, { follower, configVersion }) => {
    if (fieldOf(data, "configVersion") !== configVersion) void follower.refreshSoon();
  },
  "executor.revoked": (_data, { askPanel }) => askPanel(),
};

/** Does what follows from an event that the panel pushed. One that is not known may say that a later start is there. */
export function answerEvent(event: string, data: unknown, targets: EventTargets): void {
  if (Object.hasOwn(answers, event)) {
    answers[event]?.(data, targets);
    return;
  }
  const fence = fieldOf(data, "fence");
  if (typeof fence === "number" && targets.fence !== undefined && fence > targets.fence) targets.askPanel();
}

/** The end of a run that a refusal of the panel means; null when the run goes on. */
export function endingOf({ code, message }: Refusal): Ending | null {
  return Object.hasOwn(endings, code) ? (endings[code]?.(message) ?? null) : null;
}

const endings: Readonly<Record<string, (message: string) => Ending>> = {
  executor_revoked: (message) => ({
    kind: "revoked",
    message: `${message} Its credentials were removed from this machine.`,
  }),
  executor_superseded: (message) => ({
    kind: "superseded",
    message: `${message} This one stops; only the copy started last gets commands.`,
  }),
};
