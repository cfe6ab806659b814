import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { releaseView } from "./contract";
import { recordRelease } from "./record-release";

// A release as a folder of its own: its version and notes are read from its files.
const release = mkdtempSync(path.join(tmpdir(), "release-"));
const setVersion = (version: string) => writeFileSync(path.join(release, "package.json"), JSON.stringify({ version }));

let environment: TestEnvironment;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment({ DATA_DIR: release });
  process.env.LIGHTNODE_ROOT = release;
  setVersion("1.0.0");
  cookie = await signedIn(await makeUser("ADMIN"));
});
afterAll(async () => {
  delete process.env.LIGHTNODE_ROOT;
  await environment.close();
  rmSync(release, { recursive: true });
});

const read = async () => releaseView.parse((await callRoute(routes, { to: "GET /api/admin/release", cookie })).body);

it("records the first version and each change, and nothing at other starts", async () => {
  expect(await recordRelease()).toEqual({ from: null, to: "1.0.0" });
  expect(await recordRelease()).toBeNull();
  setVersion("1.1.0");
  expect(await recordRelease()).toEqual({ from: "1.0.0", to: "1.1.0" });
  setVersion("1.0.0");
  expect(await recordRelease()).toEqual({ from: "1.1.0", to: "1.0.0" });
  expect(await sql().prisma.auditEntry.count({ where: { action: "release.started" } })).toBe(3);
  const { history } = await read();
  expect(history.map(({ from, to }) => [from, to])).toEqual([
    ["1.1.0", "1.0.0"],
    ["1.0.0", "1.1.0"],
    [null, "1.0.0"],
  ]);
});

it("shows version, migrations, the way back and the notes", async () => {
  expect(await read()).toMatchObject({ version: "1.0.0", former: null, notes: [], unfinishedRuns: 0 });
  writeFileSync(path.join(release, "release.json"), JSON.stringify({ previous: { root: "/x", version: "0.9.0" } }));
  writeFileSync(path.join(release, "CHANGELOG.md"), "## [1.0.0] - 2026-11-28\n### Added\n- Alerts.\n");
  const view = await read();
  expect(view).toMatchObject({ former: "0.9.0", notes: [{ version: "1.0.0", date: "2026-11-28" }] });
  expect(view.migrations).toBeGreaterThan(40);
  expect(view.lastMigration).toMatch(/^\d{14}_/);
});
