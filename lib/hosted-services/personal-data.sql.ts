import { cascades, exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  {
    table: "hosted_resource",
    export: {
      list: "hosted",
      select: exporting(`SELECT t.id, t.kind, t.name, t.object_name, t.status, t.created_at, t.updated_at
               FROM hosted_resource t JOIN me ON t.owner_id = me.id ORDER BY t.id DESC`),
    },
    erase: { keeps: "Nothing: an account that owns hosted objects is not erased." },
  },
  {
    table: "mailbox",
    export: {
      list: "mailboxes",
      select:
        exporting(`SELECT t.id, t.quota_mb, t.forward_to, t.keep_copy, t.autoresponder, t.used_bytes, t.last_login_at
               FROM mailbox t JOIN hosted_resource r ON r.id = t.id JOIN me ON r.owner_id = me.id ORDER BY t.id DESC`),
    },
    erase: { keeps: "Nothing: an account that owns mailboxes is not erased." },
  },
  {
    table: "mail_alias",
    export: {
      list: "mailAliases",
      select: exporting(`SELECT t.id, t.destinations
               FROM mail_alias t JOIN hosted_resource r ON r.id = t.id JOIN me ON r.owner_id = me.id ORDER BY t.id DESC`),
    },
    erase: { keeps: "Nothing: an account that owns aliases is not erased." },
  },
  {
    table: "hosted_quota",
    export: {
      list: "hostedQuotas",
      select: exporting(`SELECT t.kind, t.max FROM hosted_quota t JOIN me ON t.user_id = me.id ORDER BY t.kind`),
    },
    erase: cascades,
  },
  {
    table: "hosted_dump",
    export: {
      list: "hostedDumps",
      select: exporting(`SELECT t.id, t.database_id, t.origin, t.status, t.size_bytes, t.created_at, t.expires_at
               FROM hosted_dump t JOIN me ON t.owner_id = me.id ORDER BY t.id DESC`),
    },
    erase: cascades,
  },
  {
    table: "dns_change",
    export: {
      list: "dnsChanges",
      select: exporting(`SELECT t.id, t.zone_id, t.serial, t.at, t.action, t.diff
               FROM dns_change t JOIN me ON t.actor_id = me.id ORDER BY t.id DESC`),
    },
    erase: { keeps: "The change without the person: it belongs to the zone." },
  },
];
