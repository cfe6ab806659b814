import type { Manifest } from "@/lib/access/module-manifest";
import { staff } from "@/lib/access/reaches";

export const manifest = {
  permissions: { "health.read": staff },
  navigation: [
    {
      label: "Health",
      href: "/admin/health",
      icon: "IconHeartbeat",
      section: "administration",
      position: 15,
      audience: "staff",
    },
  ],
} satisfies Manifest;
