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

/** The pages of a section that the viewer may see, for the sidebar and the command palette. */
export function pagesOf(section: "main" | "administration", viewer: Viewer): NavigationItem[] {
  const seen: readonly string[] = audiences[viewer];
  return navigation.filter((item) => item.section === section && seen.includes(item.audience));
}
