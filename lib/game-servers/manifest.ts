import type { Manifest } from "@/lib/access/module-manifest";
import { administrators, everyone, notGuests, staff } from "@/lib/access/reaches";

const notForGuests = { ADMIN: "clear", MANAGER: "clear", USER: "clear", GUEST: "hidden" } as const;
const clearForStaff = { ADMIN: "clear", MANAGER: "clear", USER: "hidden", GUEST: "hidden" } as const;
const never = { ADMIN: "hidden", MANAGER: "hidden", USER: "hidden", GUEST: "hidden" } as const;

export const manifest = {
  ids: { server: "srv", template: "tpl" },
  permissions: {
    "server.create": notGuests,
    "server.read": everyone,
    /** Name, settings and size. Wiping is `server.reinstall`. */
    "server.update": notGuests,
    "server.reinstall": notGuests,
    "server.power": notGuests,
    "server.command": notGuests,
    "server.console": notGuests,
    "server.delete": notGuests,
    "server.credentials": notGuests,
    "server.share": notGuests,
    "server.suspend": staff,
    "template.read": everyone,
    /** Which games customers may choose. */
    "template.manage": administrators,
  },
  resourceLogin: ["server.read", "server.power", "server.command", "server.console", "template.read"],
  limitedToken: [
    "server.read",
    "server.update",
    "server.reinstall",
    "server.power",
    "server.command",
    "server.console",
    "server.delete",
    "server.credentials",
    "server.share",
    "server.suspend",
    "template.read",
  ],
  fields: {
    "server.environment": { own: notForGuests, others: clearForStaff, mask: "whole" },
    "server.node": { own: clearForStaff, others: clearForStaff, mask: "whole" },
    "server.rconPassword": { own: never, others: never, mask: "whole" },
  },
  encryptedColumns: [
    {
      label: "server_credential:rcon_password",
      table: "server_credential",
      column: "rcon_password_sealed",
      keys: ["server_id"],
    },
    {
      label: "server_credential:panel_password",
      table: "server_credential",
      column: "panel_password_sealed",
      keys: ["server_id"],
    },
  ],
  navigation: [
    { label: "Servers", href: "/servers", icon: "IconServer2", section: "main", position: 20, audience: "resource" },
    {
      label: "All servers",
      href: "/admin/servers",
      icon: "IconListDetails",
      section: "administration",
      position: 20,
      audience: "staff",
    },
    {
      label: "Games",
      href: "/admin/templates",
      icon: "IconDeviceGamepad2",
      section: "administration",
      position: 45,
      audience: "administrators",
    },
  ],
  audit: {
    sentences: {
      "template.enabled": "offered the game {target} again",
      "template.disabled": "took the game {target} out of the offer",
      "server.created": "created the server {target}",
      "server.deleted": "deleted the server {target}",
      "server.updated": "changed the server {target}",
      "server.start": "started {target}",
      "server.stop": "stopped {target}",
      "server.restart": "restarted {target}",
      "server.restart_cancelled": "cancelled the restart of {target} after its crash",
      "server.kill": "killed {target}",
      "server.command_sent": "sent `{command}` to {target}",
      "server.credentials_revealed": "looked at the credentials of {target}",
      "server.credentials_rotated": "replaced the credentials of {target}",
      "server.reinstalled": "reinstalled {target}",
      "server.retried": "tried {target} again",
      "server.shared": "shared {target} with {userId}",
      "server.unshared": "ended the share of {target} with {userId}",
      "server.share_changed": "changed what {userId} may do with {target}",
      "server.suspended": "suspended {target}",
      "server.unsuspended": "ended the suspension of {target}",
    },
    securityActions: [
      "server.shared",
      "server.unshared",
      "server.share_changed",
      "server.credentials_revealed",
      "server.credentials_rotated",
    ],
  },
} satisfies Manifest;
