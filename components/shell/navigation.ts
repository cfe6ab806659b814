import type { ComponentType } from "react";
import { navigation } from "./generated/navigation";

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

const sections = { main: "Workspace", services: "Services", administration: "Administration" } as const;

export type NavigationGroup = { name: string; items: NavigationItem[] };

/** The pages of a section that the viewer may see. */
export function pagesOf(section: keyof typeof sections, viewer: Viewer): NavigationItem[] {
  const seen: readonly string[] = audiences[viewer];
  return navigation.filter((item) => item.section === section && seen.includes(item.audience));
}

/** What the viewer may see, by section; sections without pages are left out. */
export function groupsOf(viewer: Viewer): NavigationGroup[] {
  const groups = [
    { name: sections.main, items: pagesOf("main", viewer) },
    { name: sections.services, items: pagesOf("services", viewer) },
    { name: sections.administration, items: pagesOf("administration", viewer) },
  ];
  return groups.filter(({ items }) => items.length > 0);
}
