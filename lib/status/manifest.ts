import type { Manifest } from "@/lib/access/module-manifest";
import { administrators } from "@/lib/access/reaches";

export const manifest = {
  ids: { statusIncident: "sti", statusUpdate: "stu", statusSubscriber: "sts" },
  permissions: { "status_page.manage": administrators },
  encryptedColumns: [
    {
      label: "status_subscriber:token_sealed",
      table: "status_subscriber",
      column: "token_sealed",
      keys: ["id"],
    },
  ],
  limits: {
    /** Of an address: the page and its JSON. */
    statusPage: { name: "status-page", limit: 120, windowSeconds: 60 },
    /** Of a network address: each call may send a mail to somebody else. */
    statusSubscribe: { name: "status-subscribe", limit: 5, windowSeconds: 3600 },
  },
  navigation: [
    {
      label: "Status page",
      href: "/admin/status-page",
      icon: "IconBroadcast",
      section: "administration",
      position: 16,
      audience: "administrators",
    },
  ],
  audit: {
    sentences: {
      "status_incident.reported": "reported the incident {target}",
      "status_incident.updated": "updated the incident {target}[: {state}]",
      "status_page.changed": "changed the status page",
    },
  },
} satisfies Manifest;
