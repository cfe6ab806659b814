import {
  IconCpu,
  IconFingerprint,
  IconGauge,
  IconHeartbeat,
  IconKey,
  IconLayoutDashboard,
  IconListDetails,
  IconMail,
  IconServer2,
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
  { label: "Account", href: "/account", icon: IconKey },
];

/** What a server's panel login has. */
export const serverPages: NavigationItem[] = [{ label: "Servers", href: "/servers", icon: IconServer2 }];

export const staffPages: NavigationItem[] = [
  { label: "Overview", href: "/admin", icon: IconGauge },
  { label: "All servers", href: "/admin/servers", icon: IconListDetails },
  { label: "Nodes", href: "/admin/nodes", icon: IconCpu },
  { label: "Runs", href: "/admin/runs", icon: IconHeartbeat },
  { label: "Users", href: "/admin/users", icon: IconUsers },
  { label: "Roles", href: "/admin/roles", icon: IconShieldLock },
  { label: "Sign-in rules", href: "/admin/security", icon: IconFingerprint },
  { label: "Outbox", href: "/admin/outbox", icon: IconMail },
];
