import type { Manifest } from "@/lib/access/module-manifest";
import { administrators } from "@/lib/access/reaches";

export const manifest = {
  permissions: { "job.read": administrators, "job.manage": administrators },
  navigation: [
    {
      label: "Jobs",
      href: "/admin/jobs",
      icon: "IconClockPlay",
      section: "administration",
      position: 140,
      audience: "administrators",
    },
  ],
  audit: {
    sentences: {
      "job.requested": "asked for the job {targetId}",
    },
  },
} satisfies Manifest;
