import type { Manifest } from "@/lib/access/module-manifest";
import { administrators, everyone, notGuests } from "@/lib/access/reaches";

export const manifest = {
  ids: { provider: "prv", drift: "drf", database: "dbs", dump: "dmp", zone: "zon", dnsChange: "dch" },
  permissions: {
    "hosted.read": everyone,
    "provider.read": administrators,
    "provider.manage": administrators,
    "database.read": everyone,
    "database.create": notGuests,
    "database.manage": notGuests,
    "database.credentials": notGuests,
    "database.delete": notGuests,
    "zone.read": everyone,
    "zone.create": notGuests,
    "zone.manage": notGuests,
    "zone.dyndns": notGuests,
    "zone.delete": notGuests,
  },
  limitedToken: [
    "database.read",
    "database.manage",
    "database.credentials",
    "database.delete",
    "zone.read",
    "zone.manage",
    "zone.dyndns",
    "zone.delete",
  ],
  limits: { dyndns: { name: "dyndns", limit: 30, windowSeconds: 60 } },
  encryptedColumns: [
    {
      label: "hosted_provider:connection",
      table: "hosted_provider",
      column: "connection_sealed",
      keys: ["id"],
    },
    { label: "hosted_database:password", table: "hosted_database", column: "password_sealed", keys: ["id"] },
    {
      label: "hosted_database:read_only_password",
      table: "hosted_database",
      column: "read_only_password_sealed",
      keys: ["id"],
    },
  ],
  navigation: [
    {
      label: "Databases",
      href: "/databases",
      icon: "IconDatabase",
      section: "main",
      position: 30,
      audience: "everyone",
    },
    {
      label: "DNS zones",
      href: "/dns",
      icon: "IconWorldWww",
      section: "main",
      position: 35,
      audience: "everyone",
    },
    {
      label: "Services",
      href: "/admin/services",
      icon: "IconCloudDataConnection",
      section: "administration",
      position: 45,
      audience: "administrators",
    },
  ],
  audit: {
    securityActions: ["database.credentials_revealed", "database.dump_downloaded", "database.password_rotated"],
  },
} satisfies Manifest;
