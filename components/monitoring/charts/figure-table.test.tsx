import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { SparkLine } from "@/components/monitoring/machines/spark-line";
import { show } from "@/components/testing/show";
import type { ChartView } from "@/lib/monitoring/charts/contract";
import { FigureTable } from "./figure-table";

const series = (unit: string, label: string, average: (number | null)[]) => ({
  unit,
  label,
  average,
  lowest: average,
  highest: average,
});
const chart = (times: number[], cpu: (number | null)[], memory: (number | null)[]): ChartView => ({
  from: new Date(times[0] ?? 0).toISOString(),
  to: new Date((times.at(-1) ?? 0) + 10_000).toISOString(),
  stepSeconds: 10,
  times,
  series: { "cpu.percent": series("percent", "CPU", cpu), "memory.used": series("bytes", "Memory", memory) },
  events: [],
  alerts: [],
  thresholds: [],
});

it("shows the newest first, with a dash where there is no value", () => {
  show(<FigureTable chart={chart([0, 10_000], [12.3, null], [1_048_576, 2_097_152])} />);
  const [head, newest, oldest] = screen.getAllByRole("row");
  const texts = (row: HTMLElement | undefined) =>
    row
      ? within(row)
          .getAllByRole("cell")
          .map(({ textContent }) => textContent)
      : [];
  expect(
    within(head as HTMLElement)
      .getAllByRole("columnheader")
      .map(({ textContent }) => textContent),
  ).toEqual(["Time", "CPU", "Memory"]);
  expect(texts(newest)).toEqual(["–", "2 MiB"]);
  expect(texts(oldest)).toEqual(["12 %", "1 MiB"]);
});

it("leaves points out of a long part, and says its name to a screen reader", () => {
  const times = Array.from({ length: 720 }, (_, place) => place * 10_000);
  const values = times.map((_, place) => place / 10);
  show(<FigureTable chart={chart(times, values, values)} />);
  expect(screen.getAllByRole("row")).toHaveLength(121);
  expect(screen.getByRole("region", { name: "Figures as a table" }).tabIndex).toBe(0);
});

it("draws the last hours as a line that stays within its box", () => {
  const { container } = show(<SparkLine values={[-5, 50, 140]} width={100} height={22} />);
  const points = container.querySelector("polyline")?.getAttribute("points");
  expect(points).toBe("0.0,21.0 50.0,11.0 100.0,1.0");
  expect(container.querySelector("svg")?.getAttribute("aria-hidden")).toBe("true");
});

it("draws nothing of a single value", () => {
  const { container } = show(<SparkLine values={[50]} />);
  expect(container.querySelector("svg")).toBeNull();
});
