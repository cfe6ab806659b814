import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { renderMetrics } from "../metrics";
import { metricsIn } from "./documents";
import { dashboardPanels, prometheusRules } from "./rules";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

it("the rules and the dashboard name metrics that the panel reports", async () => {
  const text = await renderMetrics();
  const reported = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const exprs = [...prometheusRules.map(({ expr }) => expr), ...dashboardPanels.flatMap((panel) => panel.exprs)];
  const named = [...new Set(exprs.flatMap(metricsIn))];
  expect(named.length).toBeGreaterThan(12);
  expect(named.filter((name) => !reported.has(name))).toEqual([]);
});

it("promtool accepts the rules, and what the panel reports", async () => {
  const promtool = (args: string[], input = "") => spawnSync("promtool", args, { encoding: "utf8", input });
  expect(promtool(["check", "rules", "docs/monitoring/lightnode-alerts.yaml"]).stdout).toContain(
    `SUCCESS: ${prometheusRules.length} rules found`,
  );
  const { stderr, error } = promtool(["check", "metrics"], await renderMetrics());
  expect(error).toBeUndefined();
  const found = stderr.split("\n").filter((line) => line !== "" && !unitInName.test(line));
  expect(found).toEqual([]);
});

/** Names that the contract of the API fixes. */
const unitInName = /_duration_ms metric names should not contain abbreviated units$/;
