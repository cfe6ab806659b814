import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { AlertStats, AlertView, AlertDetail as Detail, SilenceView } from "@/lib/alerts/contract";
import { AlertDetail } from "./alert-detail";
import { AlertList } from "./alert-list";
import { AlertStatistics } from "./alert-statistics";
import { formatDuration, formatFigure } from "./alert-values";
import { SilenceList } from "./silence-list";

/** jsdom has no canvas. */
vi.mock("react-chartjs-2", () => ({
  Bar: (props: { "aria-label": string }) => <div role="img" aria-label={props["aria-label"]} />,
}));

const id = "alt_01m7yerz06t55jkwjn8hw0n78j";
const alert: AlertView = {
  id,
  rule: { id: "alr_01m7yerz06t55jkwjn8hw0n78j", name: "CPU of a machine" },
  subject: { kind: "machine", id: "mch_1", name: "shop" },
  href: "/machines/mch_1",
  metric: "cpu.percent",
  unit: "percent",
  severity: "critical",
  state: "firing",
  isFlapping: false,
  operator: ">",
  threshold: 90,
  value: 95,
  peak: 99.6,
  startedAt: "2026-01-01T10:00:00.000Z",
  acknowledgedAt: null,
  acknowledgedBy: null,
  silencedUntil: null,
  resolvedAt: null,
  resolution: null,
};
const detail: Detail = {
  ...alert,
  events: [
    { id: "ale_1", at: "2026-01-01T10:00:00.000Z", kind: "fired", text: "Fired: critical, 95 %.", by: null },
    { id: "ale_2", at: "2026-01-01T10:05:00.000Z", kind: "note", text: "I look at it", by: "Ada" },
  ],
};

it("writes durations and figures as people read them", () => {
  expect([45, 600, 9_000, 259_200].map(formatDuration)).toEqual(["45 s", "10 min", "2.5 h", "3 d"]);
  expect([
    formatFigure("en", "seconds", 150),
    formatFigure("en", "days", 2.25),
    formatFigure("en", "percent", 99.6),
  ]).toEqual(["3 min", "2.3 d", "100 %"]);
});

it("lists alerts, and acknowledges one", async () => {
  const calls = answerWith(() => ({ body: { ...detail, state: "acknowledged" } }));
  const { user, router, toasts } = show(<AlertList items={[alert]} nextCursor={id} />, "/alerts");
  const row = screen.getByRole("row", { name: /shop/ });
  expect(row.textContent).toContain("100 %");
  expect(within(row).getByRole("link").getAttribute("href")).toBe(`/alerts/${id}`);
  await user.click(within(row).getByRole("button", { name: "Acknowledge the alert of shop" }));
  await waitFor(() => expect(router.refresh).toHaveBeenCalled());
  expect(calls).toEqual([{ method: "POST", path: `/api/alerts/${id}/acknowledge`, body: {} }]);
  expect(toasts.map(({ message }) => message)).toEqual(["The alert is acknowledged."]);
  expect(screen.getByRole("link", { name: "Older alerts" }).getAttribute("href")).toContain(`cursor=${id}`);
});

it("says why there are no alerts", () => {
  const { unmount } = show(<AlertList items={[]} nextCursor={null} />, "/alerts");
  expect(screen.getByText("No open alerts.")).toBeDefined();
  unmount();
  show(<AlertList items={[]} nextCursor={null} />, "/alerts?severity=critical");
  expect(screen.getByText("No alert matches.")).toBeDefined();
});

it("shows what happened to an alert, and who did what", () => {
  show(<AlertDetail alert={detail} canHandle />);
  const items = within(screen.getByRole("list")).getAllByRole("listitem");
  expect(items.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining("Fired: critical, 95 %."),
    expect.stringContaining("I look at it Ada"),
  ]);
  expect(screen.getByText("> 90 %")).toBeDefined();
});

it("silences for a chosen time, and shows why it failed", async () => {
  const calls = answerWith(() => refusal(409, "This alert has ended."));
  const { user, toasts } = show(<AlertDetail alert={detail} canHandle />);
  await user.click(screen.getByRole("button", { name: "Silence" }));
  await user.click(await screen.findByRole("menuitem", { name: "For 4 hours" }));
  await waitFor(() => expect(toasts.map(({ message }) => message).join()).toContain("This alert has ended."));
  expect(calls[0]).toMatchObject({ path: `/api/alerts/${id}/silence`, body: { minutes: 240 } });
});

it("offers nothing to do for an alert that ended, but a note", async () => {
  const calls = answerWith(() => ({ body: detail }));
  const ended = { ...detail, state: "resolved" as const, resolvedAt: "2026-01-01T11:00:00.000Z", resolution: "Back." };
  const { user } = show(<AlertDetail alert={ended} canHandle />);
  expect(screen.queryByRole("button", { name: "Acknowledge" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Resolve" })).toBeNull();
  expect(screen.getByText("60 min")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Add" }));
  expect(await screen.findByText("Write the note.")).toBeDefined();
  await user.type(screen.getByRole("textbox", { name: "Note" }), "The cable was out.");
  await user.click(screen.getByRole("button", { name: "Add" }));
  await waitFor(() => expect(calls).toHaveLength(1));
  expect(calls[0]).toMatchObject({ path: `/api/alerts/${id}/notes`, body: { note: "The cable was out." } });
});

it("shows the figures of 30 days", () => {
  const stats: AlertStats = {
    days: 30,
    open: 1,
    acknowledged: 2,
    total: 3,
    medianToAcknowledge: 600,
    medianToResolve: null,
    noisiest: [{ ruleId: null, name: "Deleted rule", count: 3 }],
    byDay: [{ day: "2026-01-01", warning: 2, critical: 1 }],
  };
  show(<AlertStatistics stats={stats} />);
  expect(screen.getByText("10 min")).toBeDefined();
  expect(screen.getByRole("row", { name: /Deleted rule/ }).textContent).toContain("3");
});

const silence: SilenceView = {
  id: "als_01m7yerz06t55jkwjn8hw0n78j",
  name: "Night",
  owner: null,
  rule: null,
  subject: null,
  startsAt: "2026-01-01T10:00:00.000Z",
  endsAt: "2027-01-01T10:00:00.000Z",
  daily: { from: "23:00", to: "01:00", timeZone: "Europe/Berlin" },
  isActive: true,
};

it("lists silences, ends one, and plans another in the viewer's time zone", async () => {
  const calls = answerWith(({ method }) => (method === "DELETE" ? { status: 204 } : { status: 201, body: silence }));
  const { user } = show(<SilenceList silences={[silence]} rules={[]} canManage />);
  expect(screen.getByRole("row", { name: /Night/ }).textContent).toContain("23:00 to 01:00, Europe/Berlin");
  await user.click(screen.getByRole("button", { name: "End the silence Night" }));
  await waitFor(() => expect(calls).toHaveLength(1));
  await user.click(screen.getByRole("button", { name: "Plan a silence" }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Plan" }));
  expect(await within(dialog).findByText("Give the silence a name.")).toBeDefined();
  await user.type(within(dialog).getByRole("textbox", { name: "Name" }), "Restart");
  await user.click(within(dialog).getByRole("switch"));
  await user.click(within(dialog).getByRole("button", { name: "Plan" }));
  await waitFor(() => expect(calls).toHaveLength(2));
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  expect(calls[1]?.body).toMatchObject({ name: "Restart", daily: { from: "23:00", to: "01:00", timeZone } });
});
