import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import {
  looseSql,
  readSchema,
  readUses,
  sourceFiles,
  type TableUse,
  tablesIn,
  usesOfCalls,
} from "@/lib/testing/table-uses";

/**
 * A table is read and written only by the module whose file in prisma/schema has it; others call that module.
 * `health`, `platform` and `bootstrap` may look into every module. What else crosses is listed here, each with the reason why no
 * call of the owner does it.
 */
type Crossing = { module: string; access: TableUse["access"]; tables: string[]; reason: string };

const crossings: Crossing[] = [
  {
    module: "audit",
    access: "reads",
    tables: ["app_user"],
    reason: "Names of actors, whom the search matches too; auth is above audit and writes its entries.",
  },
  {
    module: "notifications",
    access: "reads",
    tables: ["app_user"],
    reason: "Address and name of the recipient; auth is above notifications and calls it.",
  },
  {
    module: "nodes",
    access: "reads",
    tables: ["workload"],
    reason: "Number of workloads of each node, for the page of nodes; workloads are above nodes.",
  },
  {
    module: "auth",
    access: "reads",
    tables: ["workload"],
    reason: "A sign-up overwrites an unused account in one statement, so that known and new addresses take one time.",
  },
  {
    module: "executors",
    access: "reads",
    tables: ["app_user"],
    reason: "Every call of an executor checks its owner in one round trip; lists show names. Features call no feature.",
  },
  {
    module: "game-servers",
    access: "reads",
    tables: ["app_user"],
    reason: "A create locks the owner's quota; lists and shares show names. Features call no feature.",
  },
  {
    module: "monitoring",
    access: "reads",
    tables: ["app_user"],
    reason: "Every call of an agent checks its owner in one round trip; lists show names. Features call no feature.",
  },
  {
    module: "alerts",
    access: "reads",
    tables: ["app_user"],
    reason: "Messages of the panel's rules go to its administrators; lists show who acknowledged an alert.",
  },
  {
    module: "hosted-services",
    access: "reads",
    tables: ["app_user"],
    reason:
      "A create locks the owner's row and reads the role for its quota; lists show names. Features call no feature.",
  },
  {
    module: "hosted-services",
    access: "reads",
    tables: ["workload"],
    reason: "Names of the servers that a database is attached to, in one round trip; the attachment refers to them.",
  },
  {
    module: "hosted-services",
    access: "writes",
    tables: ["provisioning_run", "resource_event"],
    reason: "A create writes its run and its first event in the round trip of the object, while its owner is locked.",
  },
  {
    module: "game-servers",
    access: "reads",
    tables: ["workload", "provisioning_run", "node", "port", "region"],
    reason: "A server is shown with its workload and its place in one round trip, also in lists.",
  },
  {
    module: "game-servers",
    access: "writes",
    tables: ["audit_entry"],
    reason: "A create writes its entry in the round trip of the server, while the node's counters are locked.",
  },
];

const lookEverywhere = new Set(["health", "platform", "bootstrap"]);
const schema = readSchema();

/** Uses of other modules' tables that no crossing allows. */
function violationsOf(uses: readonly TableUse[], allowed: readonly Crossing[]): string[] {
  const found = uses
    .filter(({ module, table }) => schema.ownerOfTable.get(table) !== module && !lookEverywhere.has(module))
    .filter((use) => !allowed.some((crossing) => covers(crossing, use)))
    .map(({ file, access, table }) => `${file} ${access} ${table} of ${schema.ownerOfTable.get(table)}`);
  return [...new Set(found)];
}

const covers = ({ module, access, tables }: Crossing, use: TableUse) =>
  module === use.module && access === use.access && tables.includes(use.table);

describe("tables", () => {
  let uses: TableUse[] = [];
  beforeAll(async () => {
    uses = await readUses(schema);
  }, 60_000);

  it("are used by their own module only", () => {
    expect(uses.length).toBeGreaterThan(300);
    expect(violationsOf(uses, crossings)).toEqual([]);
  });

  it("have no crossing listed that is not in use", () => {
    const unused = crossings.flatMap((crossing) =>
      crossing.tables.filter((table) => !uses.some((use) => covers({ ...crossing, tables: [table] }, use))),
    );
    expect(unused).toEqual([]);
  });

  it("are named by SQL in *.sql.ts files only", () => {
    expect(sourceFiles().flatMap((file) => looseSql(file, readFileSync(file, "utf8")))).toEqual([]);
  });

  it("belong to a module of lib", () => {
    const modules = new Set(readdirSync("lib"));
    const owners = [...new Set(schema.ownerOfTable.values())];
    expect(owners.filter((owner) => !modules.has(owner))).toEqual([]);
    expect(owners.length).toBeGreaterThan(10);
  });
});

describe("planted violations are found", () => {
  const statements: [string, string[]][] = [
    ["SELECT 1 FROM session WHERE id = $1", ["reads session"]],
    ["SELECT 1 FROM executor e JOIN api_token t ON true", ["reads executor", "reads api_token"]],
    ["SELECT 1 FROM executor AS e, passkey p WHERE true", ["reads executor", "reads passkey"]],
    ["UPDATE executor SET name = (SELECT name FROM app_user LIMIT 1)", ["writes executor", "reads app_user"]],
    ["UPDATE session s SET ip = NULL FROM workload w WHERE true", ["writes session", "reads workload"]],
    ["DELETE FROM workload t USING node n WHERE true", ["writes workload", "reads node"]],
    ["WITH x AS (INSERT INTO audit_entry (id) VALUES ($1)) SELECT 1 FROM x", ["writes audit_entry"]],
    ["LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE", ["reads audit_seal"]],
    ["SELECT extract(epoch FROM port), 'session' FROM region FOR UPDATE", ["reads region"]],
  ];
  it.each(statements)("in %s", (text, expected) => {
    const found = tablesIn(text, schema).filter(({ table }) => table !== "port");
    expect(found.map(({ access, table }) => `${access} ${table}`).sort()).toEqual([...expected].sort());
  });

  const calls: [string, string[]][] = [
    ["await sql().prisma.session.findMany()", ["reads session of auth"]],
    ["const { prisma } = tx; prisma.apiToken.deleteMany({ where: { id } })", ["writes api_token of auth"]],
    ["tx.prisma.executor.findMany({ where: { owner: { disabledAt: null } } })", ["reads app_user of auth"]],
    [
      "tx.prisma.executor.findMany({ select: { owner: { select: { _count: { select: { workloads: true } } } } } })",
      ["reads app_user of auth", "reads workload of workloads"],
    ],
    [
      "const shown = { owner: true } as const; db.prisma.executor.findMany({ include: shown })",
      ["reads app_user of auth"],
    ],
    [
      "const own = { owner: { id } }; db.prisma.executor.count({ where: { AND: [{ ...own }] } })",
      ["reads app_user of auth"],
    ],
    ["tx.prisma.executor.updateMany({ where: { id }, data: { name } })", []],
  ];
  it.each(calls)("in %s", (text, expected) => {
    const uses = usesOfCalls("lib/executors/planted.ts", text, schema);
    expect(violationsOf(uses, [])).toEqual(expected.map((use) => `lib/executors/planted.ts ${use}`));
  });

  it("in SQL outside a *.sql.ts file", () => {
    const text = `await sql().run("UPDATE session SET ip = NULL")`;
    expect(looseSql("lib/auth/planted.ts", text)).toHaveLength(1);
    expect(looseSql("lib/auth/planted.sql.ts", text)).toHaveLength(0);
  });

  it("but not in modules that may look everywhere", () => {
    const uses = usesOfCalls("lib/platform/planted.ts", "sql().prisma.session.findMany()", schema);
    expect(violationsOf(uses, [])).toEqual([]);
  });
});
