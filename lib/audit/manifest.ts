import type { Manifest } from "@/lib/access/module-manifest";
import { administrators } from "@/lib/access/reaches";

export const manifest = {
  ids: { audit: "aud" },
  permissions: { "audit.read": administrators },
  navigation: [
    {
      label: "Audit",
      href: "/admin/audit",
      icon: "IconHistory",
      section: "administration",
      position: 110,
      audience: "administrators",
    },
  ],
  audit: { reads: ["audit.read", "audit.exported"], securityResources: ["audit"] },
} satisfies Manifest;
