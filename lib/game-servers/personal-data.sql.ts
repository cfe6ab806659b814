import { cascades, exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  {
    table: "workload",
    export: {
      list: "servers",
      select:
        exporting(`SELECT t.id, t.name, t.status, s.template_id, t.region_id, t.public_address, t.main_port AS game_port, t.memory_mb,
                 t.disk_mb, t.cpu_milli, s.version, t.created_at, t.updated_at
               FROM workload t JOIN me ON t.owner_id = me.id JOIN server s ON s.id = t.id ORDER BY t.id DESC`),
    },
    erase: { keeps: "Nothing: an account that owns servers is not erased." },
  },
  {
    table: "resource_member",
    export: {
      list: "memberships",
      select:
        exporting(`SELECT t.resource_id AS server_id, s.name AS server_name, t.permissions, t.created_at FROM resource_member t
               JOIN me ON t.user_id = me.id JOIN workload s ON s.id = t.resource_id ORDER BY t.created_at DESC`),
    },
    erase: cascades,
  },
];
