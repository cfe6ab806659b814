import type { DashboardPanel, PrometheusRule } from "./rules";

/** The file of rules. Texts are JSON strings, which are YAML too. Pure. */
export function rulesDocument(rules: readonly PrometheusRule[]): string {
  const lines = rules.flatMap(({ alert, expr, for: lasting, severity, summary, description }) => [
    `      - alert: ${alert}`,
    `        expr: ${JSON.stringify(expr)}`,
    ...(lasting ? [`        for: ${lasting}`] : []),
    `        labels: { severity: ${severity} }`,
    "        annotations:",
    `          summary: ${JSON.stringify(summary)}`,
    ...(description ? [`          description: ${JSON.stringify(description)}`] : []),
  ]);
  return [
    "# Prometheus rules for LightNode; scrape GET /api/metrics with the bearer token METRICS_TOKEN.",
    "# Written from lib/platform/prometheus/rules.ts.",
    "groups:",
    "  - name: lightnode",
    "    rules:",
    ...lines,
    "",
  ].join("\n");
}

const columns = 2;
const [width, height] = [12, 8];

/** A dashboard as Grafana imports it. Pure. */
export function dashboardDocument(panels: readonly DashboardPanel[]): string {
  const dashboard = {
    title: "LightNode",
    uid: "lightnode",
    schemaVersion: 39,
    tags: ["lightnode"],
    time: { from: "now-6h", to: "now" },
    refresh: "30s",
    templating: { list: [{ name: "source", type: "datasource", query: "prometheus", label: "Data source" }] },
    panels: panels.map(({ title, unit, kind, exprs }, index) => ({
      id: index + 1,
      type: kind,
      title,
      datasource: { type: "prometheus", uid: "$source" },
      gridPos: { x: (index % columns) * width, y: Math.floor(index / columns) * height, w: width, h: height },
      fieldConfig: { defaults: { unit }, overrides: [] },
      targets: exprs.map((expr, place) => ({ refId: String.fromCharCode(65 + place), expr })),
    })),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

const words = new Set(
  "sum by le rate increase histogram_quantile count or vector avg max min address protocol code kind type check status severity".split(
    " ",
  ),
);

/** Names of metrics in an expression. Pure. */
export function metricsIn(expr: string): string[] {
  const bare = expr.replaceAll(/"[^"]*"/g, "").replaceAll(/\[[^\]]*\]/g, "");
  const names = bare.match(/[a-z_][a-z0-9_]*/g) ?? [];
  return [...new Set(names)].filter((name) => !words.has(name)).map((name) => name.replace(/_bucket$/, ""));
}
