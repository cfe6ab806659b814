import { IconCopy, IconPlayerPlay, IconPlayerStop, IconRefresh, IconServer2, IconTerminal2 } from "@tabler/icons-react";
import { addressOf } from "@/components/servers/address";
import { copyText } from "@/components/ui/copy/use-copy";
import { toastDone, toastFailure, toastNotice } from "@/components/ui/toast";
import type { PowerAction, ServerView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import type { PaletteEntry } from "./entry";

export type FoundServer = Pick<ServerView, "id" | "name" | "status" | "ipAddress" | "port">;

const verbs = ["start", "stop", "restart", "open", "console", "copy", "address"] as const;

/** "restart survival" is an action and a name; "survival" is a name. Pure. */
export function splitVerb(text: string): { verb: string | null; name: string } {
  const [first = "", ...rest] = text.trim().split(/\s+/);
  const word = first.toLowerCase();
  const isVerb = word.length >= 3 && verbs.some((verb) => verb.startsWith(word));
  return isVerb ? { verb: word, name: rest.join(" ") } : { verb: null, name: text.trim() };
}

const power = { start: "Starting", stop: "Stopping", restart: "Restarting" } as const;

async function send({ id, name }: FoundServer, action: keyof typeof power & PowerAction): Promise<void> {
  try {
    await api("POST", "/servers/[id]/power", { params: { id }, body: { action } });
    toastDone(`${power[action]} ${name}.`);
  } catch (error) {
    toastFailure(error);
  }
}

async function copyAddress(address: string): Promise<void> {
  if (await copyText(address)) toastDone(`Copied ${address}.`);
  else toastNotice(`This browser does not let the page copy. The address is ${address}.`);
}

/** What can be done with the server in its state. */
export function actionsOf(server: FoundServer): PaletteEntry[] {
  const { id, name, status } = server;
  const address = addressOf(server);
  const entry = (
    verb: string,
    label: string,
    rest: Pick<PaletteEntry, "icon"> & ({ href: string } | { act: () => unknown }),
  ) => ({
    id: `${id}-${verb}`,
    label,
    hint: status,
    words: verb,
    ...rest,
  });
  const entries: PaletteEntry[] = [];
  if (status === "online")
    entries.push(entry("restart", `Restart ${name}`, { icon: IconRefresh, act: () => send(server, "restart") }));
  if (status === "online" || status === "starting")
    entries.push(entry("stop", `Stop ${name}`, { icon: IconPlayerStop, act: () => send(server, "stop") }));
  if (status === "offline" || status === "crashed")
    entries.push(entry("start", `Start ${name}`, { icon: IconPlayerPlay, act: () => send(server, "start") }));
  entries.push(
    entry("open console", `Open the console of ${name}`, { icon: IconTerminal2, href: `/servers/${id}/console` }),
  );
  if (address)
    entries.push(
      entry("copy address", `Copy the address of ${name}`, { icon: IconCopy, act: () => copyAddress(address) }),
    );
  return entries;
}

export const openEntry = ({ id, name, status }: FoundServer): PaletteEntry => ({
  id,
  label: name,
  hint: status,
  icon: IconServer2,
  href: `/servers/${id}`,
});

/**
 * With a verb, the actions that it names, of every server that was found. Without one, each server, and below the
 * first three of a search what can be done with them. Pure.
 */
export function serverEntries(servers: FoundServer[], verb: string | null, isSearch: boolean): PaletteEntry[] {
  if (verb !== null)
    return servers.flatMap((server) =>
      actionsOf(server).filter(({ words = "" }) => words.split(" ").some((word) => word.startsWith(verb))),
    );
  return servers.flatMap((server, index) => [openEntry(server), ...(isSearch && index < 3 ? actionsOf(server) : [])]);
}
