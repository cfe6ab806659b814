import { cascades, exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  {
    table: "hosted_resource",
    export: {
      list: "hosted",
      select: exporting(`SELECT t.id, t.kind, t.name, t.object_name, t.status, t.created_at, t.updated_at
               FROM hosted_resource t JOIN me ON t.owner_id = me.id ORDER BY t.id DESC`),
    },
    erase: { keeps: "Nothing: an account that owns databases is not erased." },
  },
  {
    table: "hosted_quota",
    export: {
      list: "hostedQuotas",
      select: exporting(`SELECT t.kind, t.max FROM hosted_quota t JOIN me ON t.user_id = me.id ORDER BY t.kind`),
    },
    erase: cascades,
  },
];
