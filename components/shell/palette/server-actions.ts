import { IconCopy, IconPlayerPlay, IconPlayerStop, IconRefresh, IconServer2, IconTerminal2 } from "@tabler/icons-react";
import type { useTranslations } from "next-intl";
import { addressOf } from "@/components/servers/address";
import { copyText } from "@/components/ui/copy/use-copy";
import { type StateTexts, stateWord } from "@/components/ui/state-words";
import { toastDone, toastFailure, toastNotice } from "@/components/ui/toast";
import type { PowerAction, ServerView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import type { PaletteEntry } from "./entry";

type Texts = ReturnType<typeof useTranslations<"shell.palette">>;

export type FoundServer = Pick<ServerView, "id" | "name" | "status" | "ipAddress" | "port">;

/** The words of each action, in English and in the language of the pages. */
const wordsOf = (t: Texts) => ({
  start: ["start", t("wordsStart")],
  stop: ["stop", t("wordsStop")],
  restart: ["restart", t("wordsRestart")],
  console: ["open", "console", ...t("wordsConsole").split(" ")],
  address: ["copy", "address", ...t("wordsAddress").split(" ")],
});

/** "restart survival" is an action and a name; "survival" is a name. Pure. */
export function splitVerb(t: Texts, text: string): { verb: string | null; name: string } {
  const verbs = Object.values(wordsOf(t)).flat();
  const [first = "", ...rest] = text.trim().split(/\s+/);
  const word = first.toLowerCase();
  const isVerb = word.length >= 3 && verbs.some((verb) => verb.startsWith(word));
  return isVerb ? { verb: word, name: rest.join(" ") } : { verb: null, name: text.trim() };
}

const power = (t: Texts, name: string) =>
  ({ start: t("starting", { name }), stop: t("stopping", { name }), restart: t("restarting", { name }) }) as const;

async function send(
  t: Texts,
  { id, name }: FoundServer,
  action: keyof ReturnType<typeof power> & PowerAction,
): Promise<void> {
  try {
    await api("POST", "/servers/[id]/power", { params: { id }, body: { action } });
    toastDone(power(t, name)[action]);
  } catch (error) {
    toastFailure(error);
  }
}

async function copyAddress(t: Texts, address: string): Promise<void> {
  if (await copyText(address)) toastDone(t("copied", { address }));
  else toastNotice(t("thisBrowserDoesNot", { address }));
}

/** What can be done with the server in its state. */
export function actionsOf(t: Texts, tStates: StateTexts, server: FoundServer): PaletteEntry[] {
  const { id, name, status } = server;
  const address = addressOf(server);
  const words = wordsOf(t);
  const entry = (
    verb: keyof typeof words,
    label: string,
    rest: Pick<PaletteEntry, "icon"> & ({ href: string } | { act: () => unknown }),
  ) => ({
    id: `${id}-${verb}`,
    label,
    hint: stateWord(tStates, status),
    words: words[verb].join(" "),
    ...rest,
  });
  const entries: PaletteEntry[] = [];
  if (status === "online")
    entries.push(
      entry("restart", t("restart", { name }), { icon: IconRefresh, act: () => send(t, server, "restart") }),
    );
  if (status === "online" || status === "starting")
    entries.push(entry("stop", t("stop", { name }), { icon: IconPlayerStop, act: () => send(t, server, "stop") }));
  if (status === "offline" || status === "crashed")
    entries.push(entry("start", t("start", { name }), { icon: IconPlayerPlay, act: () => send(t, server, "start") }));
  entries.push(
    entry("console", t("openTheConsoleOf", { name }), { icon: IconTerminal2, href: `/servers/${id}/console` }),
  );
  if (address)
    entries.push(
      entry("address", t("copyTheAddressOf", { name }), { icon: IconCopy, act: () => copyAddress(t, address) }),
    );
  return entries;
}

export const openEntry = (tStates: StateTexts, { id, name, status }: FoundServer): PaletteEntry => ({
  id,
  label: name,
  hint: stateWord(tStates, status),
  icon: IconServer2,
  href: `/servers/${id}`,
});

/**
 * With a verb, the actions that it names, of every server that was found. Without one, each server, and below the
 * first three of a search what can be done with them. Pure.
 */
export function serverEntries(
  { t, tStates }: { t: Texts; tStates: StateTexts },
  servers: FoundServer[],
  verb: string | null,
  isSearch: boolean,
): PaletteEntry[] {
  if (verb !== null)
    return servers.flatMap((server) =>
      actionsOf(t, tStates, server).filter(({ words = "" }) => words.split(" ").some((word) => word.startsWith(verb))),
    );
  return servers.flatMap((server, index) => [
    openEntry(tStates, server),
    ...(isSearch && index < 3 ? actionsOf(t, tStates, server) : []),
  ]);
}
