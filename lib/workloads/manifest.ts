import type { Manifest } from "@/lib/access/module-manifest";
import { staff } from "@/lib/access/reaches";

const clearForStaff = { ADMIN: "clear", MANAGER: "clear", USER: "hidden", GUEST: "hidden" } as const;

export const manifest = {
  ids: { run: "run" },
  permissions: { "run.read": staff },
  fields: { "run.errorDetail": { own: clearForStaff, others: clearForStaff, mask: "whole" } },
  navigation: [
    {
      label: "Runs",
      href: "/admin/runs",
      icon: "IconHeartbeat",
      section: "administration",
      position: 50,
      audience: "staff",
    },
  ],
} satisfies Manifest;
