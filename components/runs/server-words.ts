import type { TimelineEntry } from "@/lib/workloads/contract";
import { lastRun, type RunWords } from "./run-steps";

const settle = ["pull", "storage", "install", "create", "start", "ready"];

/** The plans of lib/workloads/work/plans.ts. */
function plansOf(status: string, seen: ReadonlySet<string>): readonly string[] {
  switch (status) {
    case "provisioning":
      return seen.has("stop") || seen.has("remove") ? ["stop", "remove", "wipe", ...settle] : ["reserve", ...settle];
    case "starting":
      return seen.has("stop") ? ["stop", "ensure", "start", "ready"] : ["ensure", "start", "ready"];
    case "stopping":
      return seen.has("kill") ? ["kill"] : ["stop"];
    case "deleting":
      return ["stop", "remove", "wipe", "release"];
    default:
      return [];
  }
}

/** The steps of a server's runs. */
export const serverWords: RunWords = {
  made: "set up",
  ended: { create: "Online", reinstall: "Online again", start: "Online", restart: "Online again" },
  labels: {
    accept: "Accepted",
    reserve: "Reserve the port",
    pull: "Pull the image",
    storage: "Network and volume",
    install: "Install",
    create: "Create the container",
    ensure: "Check the container",
    start: "Start",
    ready: "Wait for the game",
    stop: "Save and stop",
    kill: "Kill",
    remove: "Remove the container",
    wipe: "Remove the files",
    release: "Release the port",
  },
  plansOf,
  undone: {
    reserve: "the port was released",
    storage: "the network and the volume were removed",
    install: "the installation was ended",
    create: "the container was removed",
    start: "the container was stopped",
  },
};

/** Whether the run that sets up the server has not yet reserved its port. Pure. */
export function isReserving(events: readonly TimelineEntry[], status: string): boolean {
  if (status !== "provisioning") return false;
  const steps = lastRun(events, status, serverWords)?.steps ?? [];
  return steps.some(({ step, status: state }) => step === "reserve" && (state === "waiting" || state === "running"));
}
