import { cascades, exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  {
    table: "machine",
    export: {
      list: "machines",
      select: exporting(`SELECT t.id, t.name, t.hostname, t.os, t.version, t.facts, t.created_at
               FROM machine t JOIN me ON t.owner_id = me.id ORDER BY t.id DESC`),
    },
    erase: cascades,
  },
  {
    table: "machine_enrolment",
    export: {
      list: "machineEnrolments",
      select: exporting(`SELECT t.id, t.name, t.expires_at, t.used_at, t.created_at FROM machine_enrolment t
               JOIN me ON t.owner_id = me.id ORDER BY t.id DESC`),
    },
    erase: cascades,
  },
];
