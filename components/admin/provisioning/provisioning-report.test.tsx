import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/components/testing/show";
import type { ProvisioningReport as Report } from "@/lib/platform/provisioning/contract";
import { ProvisioningReport } from "./provisioning-report";

const report: Report = {
  days: 14,
  total: 4,
  succeeded: 3,
  durations: { count: 3, medianMs: 4_200, p95Ms: 9_000 },
  templates: [{ template: "Minecraft", total: 4, succeeded: 3, count: 3, medianMs: 4_200, p95Ms: 9_000 }],
  steps: [{ step: "pull", count: 3, medianMs: null, p95Ms: null }],
  trend: [{ day: "2026-01-01", succeeded: 3, failed: 1 }],
  errors: [{ code: "no_capacity", count: 1, lastAt: "2026-01-01T10:00:00.000Z", message: "No node has capacity." }],
  pools: [
    { address: "192.0.2.1", total: 100, used: 60, usedPerDay: 2, daysLeft: 20 },
    { address: "192.0.2.2", total: 10, used: 0, usedPerDay: 0, daysLeft: null },
  ],
};
const row = (name: RegExp) => screen.getByRole("row", { name });

it("shows rates, durations, reasons and how long the ports last", () => {
  show(<ProvisioningReport report={report} />);
  expect(screen.getByText("75.0 %")).toBeDefined();
  expect(row(/^Minecraft/).textContent).toBe("Minecraft3 of 44.2 s9 s");
  expect(row(/^pull/).textContent).toBe("pull3––");
  expect(
    within(row(/^no_capacity/))
      .getByRole("link")
      .getAttribute("href"),
  ).toBe("/docs/errors#no_capacity");
  expect(row(/^192.0.2.1/).textContent).toContain("20 days at this rate");
  expect(row(/^192.0.2.2/).textContent).toContain("not at this rate");
});

it("shows that there is nothing", () => {
  const none = { total: 0, succeeded: 0, durations: { count: 0, medianMs: null, p95Ms: null } };
  show(<ProvisioningReport report={{ ...report, ...none, templates: [], steps: [], errors: [], pools: [] }} />);
  expect(screen.getByText("No server was created in this time.")).toBeDefined();
  expect(screen.getByText("No create failed.")).toBeDefined();
});
