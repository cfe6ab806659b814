import {
  IconClockPlay,
  IconCpu,
  IconGauge,
  IconHeartbeat,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconListDetails,
  IconLock,
  IconMail,
  IconPlugConnected,
  IconServer2,
  IconServerBolt,
  IconSettings,
  IconShieldCheck,
  IconShieldLock,
  IconUsers,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

export type NavigationItem = {
  label: string;
  href: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
};

/** The pages of the panel, for the sidebar and the command palette. */
export const mainPages: NavigationItem[] = [
  { label: "Dashboard", href: "/", icon: IconLayoutDashboard },
  { label: "Servers", href: "/servers", icon: IconServer2 },
  { label: "Executors", href: "/executors", icon: IconPlugConnected },
  { label: "Account", href: "/account", icon: IconKey },
];

/** The same without executors, for roles that may not have any. */
export const pagesWithoutExecutors = mainPages.filter(({ href }) => href !== "/executors");

/** The pages of a server's panel login. */
export const serverPages: NavigationItem[] = [{ label: "Servers", href: "/servers", icon: IconServer2 }];

/** Managers and administrators. */
export const staffPages: NavigationItem[] = [
  { label: "Overview", href: "/admin", icon: IconGauge },
  { label: "All servers", href: "/admin/servers", icon: IconListDetails },
  { label: "All executors", href: "/admin/executors", icon: IconServerBolt },
  { label: "Nodes", href: "/admin/nodes", icon: IconCpu },
  { label: "Runs", href: "/admin/runs", icon: IconHeartbeat },
  { label: "Users", href: "/admin/users", icon: IconUsers },
  { label: "Security", href: "/admin/security", icon: IconShieldCheck },
];

/** Administrators only. */
export const administratorPages: NavigationItem[] = [
  { label: "Audit", href: "/admin/audit", icon: IconHistory },
  { label: "Roles", href: "/admin/roles", icon: IconShieldLock },
  { label: "Encryption", href: "/admin/encryption", icon: IconLock },
  { label: "Jobs", href: "/admin/jobs", icon: IconClockPlay },
  { label: "Outbox", href: "/admin/outbox", icon: IconMail },
  { label: "Settings", href: "/admin/settings", icon: IconSettings },
];

/** The administration pages that a person may see. */
export function administrationPages(isStaff: boolean, isAdministrator: boolean): NavigationItem[] {
  return [...(isStaff ? staffPages : []), ...(isAdministrator ? administratorPages : [])];
}
