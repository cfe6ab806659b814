import type { useTranslations } from "next-intl";
import type { Rights } from "../rights";

type Texts = ReturnType<typeof useTranslations<"servers.cockpit">>;

export type ServerTab = { name: string; label: string };

/** The tabs of a server's page that the person may see, in order; the first is where the page begins. Pure. */
export function tabsOf(t: Texts, rights: Rights, hasDatabases: boolean): ServerTab[] {
  const { console, update, reinstall, delete: mayDelete, credentials, suspend, share } = rights;
  const tabs: [ServerTab, boolean][] = [
    [{ name: "console", label: t("console") }, console],
    [{ name: "timeline", label: t("timeline") }, true],
    [{ name: "figures", label: t("figures") }, true],
    [{ name: "databases", label: t("databases") }, hasDatabases],
    [{ name: "settings", label: t("settings") }, update || reinstall || mayDelete || credentials || suspend],
    [{ name: "sharing", label: t("sharing") }, share],
  ];
  return tabs.filter(([, isShown]) => isShown).map(([tab]) => tab);
}

/** The address of a tab. */
export function tabHref(serverId: string, name: string): string {
  return `/servers/${serverId}/${name}`;
}
