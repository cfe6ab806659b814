import type { useTranslations } from "next-intl";
import type { TimelineEntry } from "@/lib/workloads/contract";
import { lastRun, type RunWords } from "./run-steps";

type Texts = ReturnType<typeof useTranslations<"runs">>;

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
export const serverWords = (t: Texts): RunWords => ({
  made: t("setUp"),
  ended: { create: t("online"), reinstall: t("onlineAgain"), start: t("online"), restart: t("onlineAgain") },
  labels: {
    accept: t("accepted"),
    reserve: t("reserveThePort"),
    pull: t("pullTheImage"),
    storage: t("networkAndVolume"),
    install: t("install"),
    create: t("createTheContainer"),
    ensure: t("checkTheContainer"),
    start: t("start"),
    ready: t("waitForTheGame"),
    stop: t("saveAndStop"),
    kill: t("kill"),
    remove: t("removeTheContainer"),
    wipe: t("removeTheFiles"),
    release: t("releaseThePort"),
  },
  plansOf,
  undone: {
    reserve: t("thePortWasReleased"),
    storage: t("theNetworkAndThe"),
    install: t("theInstallationWasEnded"),
    create: t("theContainerWasRemoved"),
    start: t("theContainerWasStopped"),
  },
});

/** Whether the run that sets up the server has not yet reserved its port. Pure. */
export function isReserving(t: Texts, events: readonly TimelineEntry[], status: string): boolean {
  if (status !== "provisioning") return false;
  const steps = lastRun(events, status, serverWords(t))?.steps ?? [];
  return steps.some(({ step, status: state }) => step === "reserve" && (state === "waiting" || state === "running"));
}
