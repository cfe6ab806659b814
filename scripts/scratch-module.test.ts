import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { copyProject } from "./project-copy";

// A new feature edits no file outside its own folder: one is added to a copy of the project, which then has its
// permission, id, limit, page, table with personal data, job, message, figure, and route with whom it refuses.
const root = path.resolve(import.meta.dirname, "..");
const node = path.join(root, "node_modules/.bin/node");
let copy: string;

const feature: Record<string, string> = {
  "lib/bookmarks/manifest.ts": `
import type { Manifest } from "@/lib/access/module-manifest";
import { everyone } from "@/lib/access/reaches";

export const manifest = {
  ids: { bookmark: "bmk" },
  permissions: { "bookmark.read": everyone },
  limitedToken: ["bookmark.read"],
  encryptedColumns: [{ label: "bookmark:note_sealed", table: "bookmark", column: "note_sealed", keys: ["id"] }],
  limits: { bookmarks: { name: "bookmarks", limit: 7, windowSeconds: 60 } },
  navigation: [
    { label: "Bookmarks", href: "/bookmarks", icon: "IconBook", section: "main", position: 60, audience: "everyone" },
  ],
  audit: { reads: ["bookmark.opened"] },
} satisfies Manifest;
`,
  "lib/bookmarks/module.ts": `
import { defineJob } from "@/lib/jobs/define-job";

export const jobs = [
  defineJob({
    name: "bookmarks.purge",
    summary: "Removes bookmarks of pages that are gone.",
    schedule: "5 4 * * *",
    timeoutSeconds: 60,
    run: async () => {},
  }),
];
`,
  "lib/bookmarks/personal-data.sql.ts": `
import { cascades, ownRows, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  { table: "bookmark", export: { list: "bookmarks", select: ownRows("bookmark", "t.id", "t.id") }, erase: cascades },
];
`,
  "lib/bookmarks/read-metrics.ts": `
import type { MetricFamily } from "@/lib/core/metrics";

export async function readMetrics(): Promise<MetricFamily[]> {
  return [{ name: "bookmarks", type: "gauge", help: "Bookmarks.", samples: [{ value: 1 }] }];
}
`,
  "lib/bookmarks/messages/bookmark-shared.ts": `
import { z } from "zod";
import { defineMessage } from "@/lib/notifications/define-message";

export const bookmarkShared = defineMessage({
  kind: "bookmark.shared",
  data: z.object({ name: z.string() }),
  severity: "info",
  title: "A bookmark was shared",
  description: "Somebody shared a bookmark with you.",
  mandatory: [],
  panel: ({ name }) => ({ title: name, body: name, href: "/bookmarks" }),
  mail: ({ name: title }, { name }) => ({ template: "notice", data: { name, title, paragraphs: [title], action: null } }),
});
`,
  "app/api/bookmarks/route.ts": `
import { z } from "zod";
import { newId } from "@/lib/core/ids";
import { route } from "@/lib/http/route";

export const GET = route({

  summary: "Bookmarks of the caller.",
  permission: "bookmark.read",
  limit: "bookmarks",
  response: z.object({ id: z.string() }),
  handle: async () => ({ id: newId("bookmark") }),
});
`,
  "app/api/bookmarks/refusals.ts": `
import { defineRefusals, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({ lines: { "GET /api/bookmarks": { refuses: nobody } } });
`,
};

const git = (...args: string[]) => execFileSync("git", args, { cwd: copy, encoding: "utf8" });
const read = (file: string) => readFileSync(path.join(copy, file), "utf8");
function run(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(node, args, { cwd: copy, encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

beforeAll(() => {
  copy = copyProject();
  git("init", "-q");
  git("add", "-A");
  git("-c", "user.name=Test", "-c", "user.email=test@example.net", "commit", "-qm", "test: copy");
}, 60_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

it("is added within its own folder, and the panel knows all its parts", () => {
  for (const [file, text] of Object.entries(feature)) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    writeFileSync(path.join(copy, file), text.trimStart());
  }
  expect(run("scripts/setup/assemble/write-tables.mjs")).toBe("");
  expect(run("scripts/setup/assemble/write-messages.mjs")).toBe("");
  expect(git("status", "--porcelain").trim().split("\n")).toEqual(["?? app/api/bookmarks/", "?? lib/bookmarks/"]);
  expect(read("lib/access/generated/tables.ts")).toContain('"bookmark.read"');
  expect(read("lib/core/generated/tables.ts")).toContain('"bookmark": "bmk"');
  expect(read("lib/core/generated/tables.ts")).toContain('"bookmark:note_sealed"');
  expect(read("components/shell/generated/navigation.ts")).toContain("IconBook");
  expect(read("lib/audit/generated/classes.ts")).toContain("bookmark.opened");
  for (const [list, part] of [
    ["lib/bootstrap/generated/modules.ts", "lib/bookmarks/module"],
    ["lib/platform/generated/personal-data.ts", "lib/bookmarks/personal-data.sql"],
    ["lib/platform/generated/metrics.ts", "lib/bookmarks/read-metrics"],
    ["lib/platform/generated/messages.ts", "lib/bookmarks/messages/bookmark-shared"],
    ["app/api/openapi.json/generated/routes.ts", "app/api/bookmarks/route"],
  ])
    expect(read(list ?? "")).toContain(`"@/${part}"`);
  // The route's permission, limit and id are names that compile; the layers allow what the feature imports.
  expect(run("node_modules/.bin/tsc", "--noEmit")).toBe("");
  const cruiser = [
    "node_modules/.bin/depcruise",
    "--config",
    ".dependency-cruiser.cjs",
    "lib/bookmarks",
    "app/api/bookmarks",
  ];
  expect(run(...cruiser)).toBe("");
}, 240_000);

it("refuses a name that two modules declare", () => {
  const file = path.join(copy, "lib/bookmarks/manifest.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace('"bookmark.read": everyone', '"server.read": everyone'));
  expect(run("scripts/setup/assemble/write-tables.mjs")).toMatch(/both declare permissions "server\.read"/);
}, 30_000);
