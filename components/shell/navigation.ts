import type { useTranslations } from "next-intl";
import type { ComponentType } from "react";
import { navigation } from "./generated/navigation";

type PageTexts = ReturnType<typeof useTranslations<"shell.pages">>;
export type NavigationTexts = { t: ReturnType<typeof useTranslations<"shell">>; tPages: PageTexts };

export type NavigationItem = {
  label: string;
  href: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
};

/** Who looks at the panel: the panel login of one server, or a person with a role. */
export type Viewer = "resource" | "guest" | "user" | "manager" | "administrator";

const audiences = {
  resource: ["resource"],
  guest: ["resource", "everyone"],
  user: ["resource", "everyone", "members"],
  manager: ["resource", "everyone", "members", "staff"],
  administrator: ["resource", "everyone", "members", "staff", "administrators"],
} as const satisfies Record<Viewer, readonly (typeof navigation)[number]["audience"][]>;

const sections = ["main", "services", "administration"] as const;
type Section = (typeof sections)[number];

type PageName = Parameters<PageTexts["has"]>[0];
/** The page of a new module has its own label until its name is in the catalogue. */
const isNamed = (t: PageTexts, key: string): key is PageName => t.has(key as PageName);

export type NavigationGroup = { section: Section; name: string; items: NavigationItem[] };

/** The pages of a section that the viewer may see. */
export function pagesOf(t: PageTexts, section: Section, viewer: Viewer): NavigationItem[] {
  const seen: readonly string[] = audiences[viewer];
  const shown = navigation.filter((item) => item.section === section && seen.includes(item.audience));
  return shown.map(({ key, label, href, icon }) => ({ label: isNamed(t, key) ? t(key) : label, href, icon }));
}

/** What the viewer may see, by section; sections without pages are left out. */
export function groupsOf({ t, tPages }: NavigationTexts, viewer: Viewer): NavigationGroup[] {
  const groups = sections.map((section) => ({ section, name: t(section), items: pagesOf(tPages, section, viewer) }));
  return groups.filter(({ items }) => items.length > 0);
}
