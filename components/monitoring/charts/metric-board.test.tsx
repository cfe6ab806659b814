import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { ChartView } from "@/lib/monitoring/charts/contract";
import MetricBoard from "./metric-board";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));
/** jsdom has no canvas: the chart is its description and the number of its points. */
vi.mock("react-chartjs-2", () => ({
  Line: ({ data, ...props }: { "aria-label": string; data: { datasets: { label: string; data: unknown[] }[] } }) => (
    <div role="img" aria-label={props["aria-label"]}>
      {data.datasets.map(({ label, data: points }) => (
        <span key={label}>{`${label}: ${points.length} points`}</span>
      ))}
    </div>
  ),
}));

const id = "mch_01m7yerz06t55jkwjn8hw0n78j";
const channel = `private-machine-${id}`;
const minute = (n: number) => Date.parse("2026-01-01T10:00:00Z") + n * 60_000;

function figures(unit: string, label: string, values: (number | null)[]) {
  return { unit, label, average: values, lowest: values, highest: values.map((value) => value && value + 1) };
}

const chart: ChartView = {
  from: "2026-01-01T10:00:00.000Z",
  to: "2026-01-01T10:04:00.000Z",
  stepSeconds: 60,
  times: [0, 1, 2, 3].map(minute),
  series: {
    "cpu.percent": figures("percent", "CPU", [10, null, 30, 20]),
    "memory.percent": figures("percent", "Memory", [40, 40, 40, 40]),
    "load.one": figures("load", "Load, one minute", [1, 1, 1, 1]),
  },
  events: [{ at: "2026-01-01T10:01:00.000Z", kind: "start", message: "Its agent started." }],
  alerts: [],
  thresholds: [],
};

const board = <MetricBoard subject={{ kind: "machine", id, channel }} emptyText="The agent sends them soon." />;
const button = (name: string) => screen.getByRole("button", { name });

beforeEach(() => window.history.replaceState(null, "", "/"));

it("shows the charts that have values, with a summary in words", async () => {
  const calls = answerWith(() => ({ body: chart }));
  show(board);
  const cpu = await screen.findByRole("img", { name: /^CPU\./ });
  expect(cpu.getAttribute("aria-label")).toMatch(/20 % on average, from 10 % to 31 % at .*\. 1 gap\./);
  expect(within(cpu).getByText("CPU: 4 points")).toBeDefined();
  expect(screen.queryByRole("img", { name: /^Network/ })).toBeNull();
  expect(screen.queryByRole("img", { name: /^Load/ })).toBeNull();
  expect(screen.getByText(/Its agent started/)).toBeDefined();
  expect(calls[0]?.path).toBe(`/api/machines/${id}/metrics?range=1h&watch=true`);
});

it("shows the first chart of the page without asking for it, but for another part asks", async () => {
  const calls = answerWith(() => ({ body: chart }));
  const first = { part: { range: "1h" }, chart } as const;
  const { user } = show(<MetricBoard subject={{ kind: "machine", id, channel }} emptyText="" first={first} />);
  expect(screen.getByRole("img", { name: /^CPU\./ })).toBeDefined();
  await act(async () => {});
  expect(calls).toEqual([]);
  await user.click(screen.getByRole("radio", { name: "6h" }));
  await waitFor(() => expect(calls[0]?.path).toContain("range=6h"));
});

it("shows more figures and a table on request", async () => {
  answerWith(() => ({ body: chart }));
  const { user } = show(board);
  await user.click(await screen.findByRole("button", { name: "More figures" }));
  expect(screen.getByRole("img", { name: /^Load/ })).toBeDefined();
  expect(button("Fewer figures").getAttribute("aria-expanded")).toBe("true");
  await user.click(screen.getByRole("switch", { name: "Table" }));
  const rows = within(screen.getByRole("region", { name: "Figures as a table" })).getAllByRole("row");
  expect(rows).toHaveLength(5);
  expect(rows[3]?.textContent).toContain("–40 %");
});

it("keeps range, zoom and comparison in the address", async () => {
  const calls = answerWith(() => ({ body: chart }));
  const { user } = show(board);
  await screen.findByRole("img", { name: /^CPU\./ });
  await user.click(screen.getByRole("radio", { name: "7d" }));
  expect(window.location.search).toBe("?range=7d");
  await user.click(button("Zoom in"));
  expect(window.location.search).toMatch(/^\?from=.*&to=/);
  await waitFor(() => expect(calls.at(-1)?.path).toContain("watch=false"));
  expect(screen.getByRole("link", { name: "CSV" }).getAttribute("href")).toMatch(/metrics\?from=.*&format=csv$/);
  await user.click(button("Back to now"));
  await user.click(screen.getByRole("switch", { name: "Compare with the week before" }));
  expect(window.location.search).toBe("?range=1h&compare=week");
  expect(await screen.findByText("CPU, a week before: 4 points")).toBeDefined();
  expect(calls.some(({ path }) => path.includes("from=2025-12-25T10%3A00%3A00.000Z"))).toBe(true);
});

it("begins with what the address says", async () => {
  window.history.replaceState(null, "", "/?range=24h");
  const calls = answerWith(() => ({ body: chart }));
  show(board);
  await screen.findByRole("img", { name: /^CPU\./ });
  expect(calls[0]?.path).toContain("range=24h");
});

it("adds live samples to the charts", async () => {
  answerWith(({ path }) => ({ body: path.includes("/pusher/") ? { auth: "key:signature" } : chart }));
  const live = await showLive(board);
  await live.connect();
  await screen.findByRole("img", { name: /^CPU\./ });
  const at = new Date(minute(4)).toISOString();
  await live.emit(channel, "metrics.sample", { resourceId: id, at, readings: { "cpu.percent": 77 } });
  expect(await screen.findByText("CPU: 5 points")).toBeDefined();
  expect(screen.getByText("77 %")).toBeDefined();
  await live.emit(channel, "metrics.sample", { resourceId: id, at: "no time", readings: { "cpu.percent": 5 } });
  expect(screen.getByText("CPU: 5 points")).toBeDefined();
});

it("says why nothing is shown", async () => {
  answerWith(() => ({ body: { ...chart, series: {} } }));
  const { unmount } = show(board);
  expect(await screen.findByText("The agent sends them soon.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "More figures" })).toBeNull();
  unmount();
  answerWith(() => refusal(404, "There is no such machine."));
  show(board);
  expect((await screen.findByRole("alert")).textContent).toContain("There is no such machine.");
  await act(async () => {});
});
