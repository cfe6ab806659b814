import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/components/testing/show";
import type { HealthFinding, HealthHistory } from "@/lib/health/contract";
import { HealthReport } from "./health-report";

const finding = (given: Partial<HealthFinding>): HealthFinding => ({
  name: "database",
  label: "Database",
  state: "ok",
  value: 0.4,
  unit: "ms",
  detail: null,
  advice: null,
  tookMs: 2,
  ...given,
});
const history: HealthHistory = {
  from: "2026-01-01T00:00:00.000Z",
  to: "2026-01-01T01:00:00.000Z",
  stepSeconds: 60,
  checks: [
    {
      name: "database",
      label: "Database",
      unit: "ms",
      availability: 98.33,
      points: [{ state: "ok", value: 1 }, { state: "failed", value: null }, null],
    },
  ],
};

it("says that everything works, with the history in words", () => {
  show(<HealthReport findings={[finding({})]} history={history} hours={24} canReport={false} />, "/admin/health");
  expect(screen.queryByRole("link", { name: "Support report" })).toBeNull();
  expect(screen.getByText("Everything works.")).toBeDefined();
  const item = screen.getByRole("listitem");
  expect(item.textContent).toContain("0.4 ms");
  expect(item.textContent).toContain("98.33 %");
  expect(within(item).getByRole("img").getAttribute("aria-label")).toBe(
    "Database: 1 of 3 steps of 1 min failed, 0 degraded.",
  );
});

it("puts what is wrong first, with what to do about it", async () => {
  const advice = { text: "Start Docker.", command: "docker info", href: "/admin/nodes" };
  const bad = finding({
    name: "engine",
    label: "Docker",
    state: "failed",
    value: null,
    detail: "not reachable",
    advice,
  });
  const { user, router } = show(
    <HealthReport findings={[finding({}), bad]} history={history} hours={24} canReport />,
    "/admin/health",
  );
  expect(screen.getByText("1 of 2 checks found something.")).toBeDefined();
  expect(screen.getByText("not reachable")).toBeDefined();
  expect(screen.getByRole("link", { name: "Support report" }).getAttribute("href")).toBe("/api/admin/support-report");
  expect(screen.getByRole("link", { name: "Open the page" }).getAttribute("href")).toBe("/admin/nodes");
  expect(screen.getByText("docker info")).toBeDefined();
  await user.click(screen.getByRole("radio", { name: "7 d" }));
  expect(router.replace).toHaveBeenCalledWith("/admin/health?hours=168", { scroll: false });
});
