import type { Rights } from "../rights";

export type ServerTab = { name: string; label: string };

/** The tabs of a server's page that the person may see, in order; the first is where the page begins. Pure. */
export function tabsOf(rights: Rights, hasDatabases: boolean): ServerTab[] {
  const { console, update, reinstall, delete: mayDelete, credentials, suspend, share } = rights;
  const tabs: [ServerTab, boolean][] = [
    [{ name: "console", label: "Console" }, console],
    [{ name: "timeline", label: "Timeline" }, true],
    [{ name: "figures", label: "Figures" }, true],
    [{ name: "databases", label: "Databases" }, hasDatabases],
    [{ name: "settings", label: "Settings" }, update || reinstall || mayDelete || credentials || suspend],
    [{ name: "sharing", label: "Sharing" }, share],
  ];
  return tabs.filter(([, isShown]) => isShown).map(([tab]) => tab);
}

/** The address of a tab. */
export function tabHref(serverId: string, name: string): string {
  return `/servers/${serverId}/${name}`;
}
