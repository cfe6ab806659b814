import { expect, it } from "vitest";
import { metricWord } from "@/components/monitoring/metric-words";
import { english } from "@/components/testing/english";
import { alertSubjectKinds, alertSubjects } from "@/lib/alerts/figures/contract";
import { metrics } from "@/lib/monitoring/metrics/contract";
import { figureWord } from "./figure-words";

it("has a text for each kind and figure of rules, equal to its label", () => {
  const t = english("labels.figures");
  for (const kind of alertSubjectKinds) {
    expect(t(kind)).toBe(alertSubjects[kind].label);
    for (const { name, label } of alertSubjects[kind].metrics) {
      expect(t.has(`${kind}.${name}`.replace(/\.(\w)/g, (_all, letter) => letter.toUpperCase()) as never)).toBe(true);
      expect(figureWord(t, kind, name)).toBe(label);
    }
  }
});

it("has a text for each metric of charts, equal to its label", () => {
  const t = english("labels.metrics");
  for (const { name, label } of metrics) expect(metricWord(t, name, "missing")).toBe(label);
});
