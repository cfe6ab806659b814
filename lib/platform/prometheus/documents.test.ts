import { expect, it } from "vitest";
import { dashboardDocument, metricsIn, rulesDocument } from "./documents";
import { dashboardPanels, prometheusRules } from "./rules";

it("docs/monitoring is what the table says", async () => {
  await expect(rulesDocument(prometheusRules)).toMatchFileSnapshot("../../../docs/monitoring/lightnode-alerts.yaml");
  await expect(dashboardDocument(dashboardPanels)).toMatchFileSnapshot(
    "../../../docs/monitoring/lightnode-dashboard.json",
  );
});

it("finds the names of metrics in an expression", () => {
  expect(metricsIn('sum by (le) (rate(a_ms_bucket[15m])) / b{check="database"} > 10')).toEqual(["a_ms", "b"]);
});
