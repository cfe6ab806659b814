import type { Manifest } from "@/lib/access/module-manifest";
import { administrators } from "@/lib/access/reaches";

export const manifest = {
  ids: { rotation: "rot" },
  permissions: {
    "access.explain": administrators,
    "database_status.read": administrators,
    "encryption.manage": administrators,
    "release.read": administrators,
    "support_report.read": administrators,
  },
  limits: { keyManagement: { name: "key-management", limit: 20, windowSeconds: 3600 } },
  navigation: [
    {
      label: "Provisioning",
      href: "/admin/provisioning",
      icon: "IconChartBar",
      section: "administration",
      position: 52,
      audience: "staff",
    },
    { label: "Dashboard", href: "/", icon: "IconLayoutDashboard", section: "main", position: 10, audience: "everyone" },
    {
      label: "Overview",
      href: "/admin",
      icon: "IconGauge",
      section: "administration",
      position: 10,
      audience: "staff",
    },
    {
      label: "Database",
      href: "/admin/database",
      icon: "IconDatabaseCog",
      section: "administration",
      position: 18,
      audience: "administrators",
    },
    {
      label: "Roles",
      href: "/admin/roles",
      icon: "IconShieldLock",
      section: "administration",
      position: 120,
      audience: "administrators",
    },
    {
      label: "Encryption",
      href: "/admin/encryption",
      icon: "IconLock",
      section: "administration",
      position: 130,
      audience: "administrators",
    },
    {
      label: "Release",
      href: "/admin/release",
      icon: "IconRocket",
      section: "administration",
      position: 155,
      audience: "administrators",
    },
    {
      label: "Settings",
      href: "/admin/settings",
      icon: "IconSettings",
      section: "administration",
      position: 160,
      audience: "administrators",
    },
  ],
  audit: { securityResources: ["encryption"] },
} satisfies Manifest;
