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
  audit: {
    sentences: {
      "audit.read": "read the audit log",
      "audit.exported": "downloaded entries of the audit log[ as {format}]",
      "audit.retired": "removed old entries of the audit log",
      "audit.restore_accepted": "accepted the audit log of a restored backup",
    },
    reads: ["audit.read", "audit.exported"],
    securityResources: ["audit"],
  },
} satisfies Manifest;
