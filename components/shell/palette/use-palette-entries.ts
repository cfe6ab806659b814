import { useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import {
  IconCirclePlus,
  IconClock,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconPlugConnected,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/lib/http/client/api";
import { openShellDialog } from "../keyboard/shell-dialogs";
import { groupsOf, type Viewer } from "../navigation";
import { signOut } from "../session/sign-out";
import { type EntryGroup, matching, type PaletteEntry } from "./entry";
import { readRecent } from "./recent-pages";
import { type FoundServer, serverEntries, splitVerb } from "./server-actions";

type Found = { servers: FoundServer[]; others: PaletteEntry[] };

/** Servers, executors and people whose name matches, as far as the viewer may see them. */
async function find(name: string, viewer: Viewer, signal: AbortSignal): Promise<Found> {
  const q = name || undefined;
  const isStaff = viewer === "manager" || viewer === "administrator";
  const hasExecutors = isStaff || viewer === "user";
  const [servers, executors, users] = await Promise.all([
    api("GET", "/servers", { query: { limit: 8, q }, signal }),
    q && hasExecutors ? api("GET", "/executors", { query: { limit: 6, q }, signal }) : { items: [] },
    q && isStaff ? api("GET", "/admin/users", { query: { limit: 6, q }, signal }) : { items: [] },
  ]);
  const others: PaletteEntry[] = [
    ...executors.items.map((item) => ({
      id: item.id,
      label: item.name,
      hint: "Executor",
      icon: IconPlugConnected,
      href: `/executors/${item.id}`,
    })),
    ...users.items.map((item) => ({
      id: item.id,
      label: item.name,
      hint: item.email ?? "User",
      icon: IconUser,
      href: `/admin/users/${item.id}`,
    })),
  ];
  return { servers: servers.items, others };
}

function useActions(viewer: Viewer): PaletteEntry[] {
  const { setColorScheme } = useMantineColorScheme();
  return useMemo(() => {
    const create: PaletteEntry[] = [
      { id: "create", label: "Create a server", hint: "c", words: "new", icon: IconCirclePlus, href: "/servers/new" },
    ];
    const theme = (id: "light" | "dark" | "auto", label: string, icon: PaletteEntry["icon"]): PaletteEntry => ({
      id,
      label,
      hint: "Theme",
      words: "theme colour scheme",
      icon,
      act: () => setColorScheme(id),
    });
    return [
      ...(viewer === "resource" ? [] : create),
      theme("light", "Use the light theme", IconSun),
      theme("dark", "Use the dark theme", IconMoon),
      theme("auto", "Use the theme of the system", IconDeviceDesktop),
      {
        id: "keys",
        label: "Show the keys",
        hint: "?",
        words: "keyboard help",
        icon: IconKeyboard,
        act: () => openShellDialog("keys"),
      },
      {
        id: "sign-out",
        label: "Sign out",
        hint: "Account",
        words: "log out",
        icon: IconLogout,
        act: () => void signOut(),
      },
    ];
  }, [viewer, setColorScheme]);
}

function useFixed(viewer: Viewer) {
  const actions = useActions(viewer);
  return useMemo(() => {
    const pages = groupsOf(viewer).flatMap(({ name, items }) =>
      items.map(({ label, href, icon }): PaletteEntry => ({ id: href, label, hint: name, icon, href })),
    );
    const recent = readRecent().map(
      ({ label, href }): PaletteEntry => ({ id: `recent ${href}`, label, hint: "Recent", icon: IconClock, href }),
    );
    return { actions, pages, recent };
  }, [viewer, actions]);
}

/** What the palette shows for the text: pages and actions at once, and what the panel finds. */
export function usePaletteEntries(text: string, viewer: Viewer): { groups: EntryGroup[]; isLoading: boolean } {
  const { actions, pages, recent } = useFixed(viewer);
  const typed = text.trim();
  const [{ verb, name }] = useDebouncedValue(splitVerb(typed), 120);
  const { data: found = null } = useQuery({
    queryKey: ["palette", name, viewer],
    queryFn: ({ signal }) => find(name, viewer, signal),
    placeholderData: keepPreviousData,
  });
  const groups = useMemo(() => {
    const servers = { name: "Servers", entries: serverEntries(found?.servers ?? [], verb, name !== "") };
    const fixed = [
      { name: "Actions", entries: matching(actions, typed) },
      { name: "Pages", entries: matching(pages, typed) },
    ];
    const others = { name: "Found", entries: found?.others ?? [] };
    const shown = typed === "" ? [{ name: "Recent", entries: recent }, servers, ...fixed] : [...fixed, servers, others];
    return shown.filter(({ entries }) => entries.length > 0);
  }, [typed, verb, name, found, actions, pages, recent]);
  return { groups, isLoading: found === null };
}
