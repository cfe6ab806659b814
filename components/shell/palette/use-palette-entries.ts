import { useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import {
  IconCirclePlus,
  IconClock,
  IconDeviceDesktop,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconPlugConnected,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { chooseLanguage } from "@/components/account/choose-language";
import { useStateTexts } from "@/components/ui/state-words";
import { toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client/api";
import { localeNames, locales } from "@/lib/i18n/contract";
import { openShellDialog } from "../keyboard/shell-dialogs";
import { groupsOf, type Viewer } from "../navigation";
import { signOut } from "../session/sign-out";
import { type EntryGroup, matching, type PaletteEntry } from "./entry";
import { readRecent } from "./recent-pages";
import { type FoundServer, serverEntries, splitVerb } from "./server-actions";

type Texts = ReturnType<typeof useTranslations<"shell.palette">>;

type Found = { servers: FoundServer[]; others: PaletteEntry[] };

/** Servers, executors and people whose name matches, as far as the viewer may see them. */
async function find(t: Texts, name: string, viewer: Viewer, signal: AbortSignal): Promise<Found> {
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
      hint: t("executor"),
      icon: IconPlugConnected,
      href: `/executors/${item.id}`,
    })),
    ...users.items.map((item) => ({
      id: item.id,
      label: item.name,
      hint: item.email ?? t("user"),
      icon: IconUser,
      href: `/admin/users/${item.id}`,
    })),
  ];
  return { servers: servers.items, others };
}

function useActions(viewer: Viewer): PaletteEntry[] {
  const t = useTranslations("shell.palette");
  const { setColorScheme } = useMantineColorScheme();
  return useMemo(() => {
    const create: PaletteEntry[] = [
      {
        id: "create",
        label: t("createAServer"),
        hint: "c",
        words: t("new"),
        icon: IconCirclePlus,
        href: "/servers/new",
      },
    ];
    const theme = (id: "light" | "dark" | "auto", label: string, icon: PaletteEntry["icon"]): PaletteEntry => ({
      id,
      label,
      hint: t("theme"),
      words: t("themeColourScheme"),
      icon,
      act: () => setColorScheme(id),
    });
    return [
      ...(viewer === "resource" ? [] : create),
      theme("light", t("useTheLightTheme"), IconSun),
      theme("dark", t("useTheDarkTheme"), IconMoon),
      theme("auto", t("useTheThemeOf"), IconDeviceDesktop),
      {
        id: "keys",
        label: t("showTheKeys"),
        hint: "?",
        words: t("keyboardHelp"),
        icon: IconKeyboard,
        act: () => openShellDialog("keys"),
      },
      {
        id: "sign-out",
        label: t("signOut"),
        hint: t("account"),
        words: t("logOut"),
        icon: IconLogout,
        act: () => void signOut(),
      },
      ...(viewer === "resource" ? [] : locales).map((locale) => ({
        id: `language-${locale}`,
        label: t("useLanguage", { language: localeNames[locale] }),
        hint: t("language"),
        words: `language ${locale}`,
        icon: IconLanguage,
        act: () => chooseLanguage(locale).catch(toastFailure),
      })),
    ];
  }, [t, viewer, setColorScheme]);
}

function useFixed(viewer: Viewer) {
  const t = useTranslations("shell.palette");
  const tShell = useTranslations("shell");
  const tPages = useTranslations("shell.pages");
  const actions = useActions(viewer);
  return useMemo(() => {
    const pages = groupsOf({ t: tShell, tPages }, viewer).flatMap(({ name, items }) =>
      items.map(({ label, href, icon }): PaletteEntry => ({ id: href, label, hint: name, icon, href })),
    );
    const recent = readRecent().map(
      ({ label, href }): PaletteEntry => ({ id: `recent ${href}`, label, hint: t("recent"), icon: IconClock, href }),
    );
    return { actions, pages, recent };
  }, [t, tShell, tPages, viewer, actions]);
}

/** What the palette shows for the text: pages and actions at once, and what the panel finds. */
export function usePaletteEntries(text: string, viewer: Viewer): { groups: EntryGroup[]; isLoading: boolean } {
  const t = useTranslations("shell.palette");
  const tStates = useStateTexts();
  const { actions, pages, recent } = useFixed(viewer);
  const typed = text.trim();
  const [{ verb, name }] = useDebouncedValue(splitVerb(t, typed), 120);
  const { data: found = null } = useQuery({
    queryKey: ["palette", name, viewer],
    queryFn: ({ signal }) => find(t, name, viewer, signal),
    placeholderData: keepPreviousData,
  });
  const groups = useMemo(() => {
    const servers = {
      name: t("servers"),
      entries: serverEntries({ t, tStates }, found?.servers ?? [], verb, name !== ""),
    };
    const fixed = [
      { name: t("actions"), entries: matching(actions, typed) },
      { name: t("pages"), entries: matching(pages, typed) },
    ];
    const others = { name: t("found"), entries: found?.others ?? [] };
    const shown =
      typed === "" ? [{ name: t("recent"), entries: recent }, servers, ...fixed] : [...fixed, servers, others];
    return shown.filter(({ entries }) => entries.length > 0);
  }, [t, tStates, typed, verb, name, found, actions, pages, recent]);
  return { groups, isLoading: found === null };
}
