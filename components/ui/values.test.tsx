import { act, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { show } from "@/components/testing/show";
import { CopyField } from "./copy/copy-field";
import { EmptyState } from "./empty-state";
import { IgnoredInput } from "./ignored-input";
import { Meter } from "./meter";
import { ProblemAlert } from "./problem-alert";
import { RelativeTime } from "./relative-time";
import { StatusPill } from "./status-pill";

it("a meter says used and total, and never more than its total to screen readers", () => {
  show(<Meter label="Memory" used={12} total={8} unit="GiB" />);
  const meter = screen.getByRole("meter", { name: "Memory" });
  expect(meter.getAttribute("aria-valuenow")).toBe("8");
  expect(meter.getAttribute("aria-valuemax")).toBe("8");
  expect(screen.getByText("of 8 GiB")).toBeDefined();
});

it("a meter of nothing is empty", () => {
  const { container } = show(<Meter label="Memory" used={0} total={0} unit="GiB" />);
  expect(container.querySelector<HTMLElement>("[style*=width]")?.style.width).toBe("0%");
});

it.each([
  ["online", "good"],
  ["starting", "busy"],
  ["draining", "warn"],
  ["crashed", "bad"],
  ["something new", "idle"],
])("a state is a word, with a tone as well: %s", (status, tone) => {
  show(<StatusPill status={status} />);
  expect(screen.getByText(status).parentElement?.dataset.tone).toBe(tone);
});

it("a time is relative, exact on hover, and moves on", () => {
  vi.useFakeTimers({ now: Date.parse("2026-05-04T10:05:00Z") });
  const { container } = show(<RelativeTime at="2026-05-04T10:02:00.000Z" />);
  const time = container.querySelector("time");
  expect(time?.textContent).toBe("3 min. ago");
  expect(time?.dateTime).toBe("2026-05-04T10:02:00.000Z");
  expect(time?.title).toContain("2026");
  act(() => vi.advanceTimersByTime(60_000));
  expect(time?.textContent).toBe("4 min. ago");
});

it("a copied value is confirmed for a moment", async () => {
  const { user } = show(<CopyField label="Address" value="192.0.2.1:25565" />);
  expect(screen.getByText("192.0.2.1:25565")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Copy Address" }));
  expect(await screen.findByRole("button", { name: "Address copied" })).toBeDefined();
  expect(await navigator.clipboard.readText()).toBe("192.0.2.1:25565");
});

it("asks to copy by hand where the browser allows no copy", async () => {
  const { user, toasts } = show(<CopyField label="Token" value="lnt_1" />);
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
  await user.click(screen.getByRole("button", { name: "Copy Token" }));
  await vi.waitFor(() => expect(toasts[0]?.tone).toBe("notice"));
  expect(screen.getByRole("button", { name: "Copy Token" })).toBeDefined();
});

it("a masked value is neither shown nor copied", () => {
  show(<CopyField label="Password" value="secret" masked />);
  expect(screen.queryByText("secret")).toBeNull();
  expect(screen.queryByRole("button")).toBeNull();
});

it("a problem is an alert, and nothing without one", () => {
  const { rerender } = show(<ProblemAlert problem="The password is wrong." />);
  expect(screen.getByRole("alert").textContent).toBe("The password is wrong.");
  rerender(<ProblemAlert problem={null} />);
  expect(screen.queryByRole("alert")).toBeNull();
});

it("names the parts of an address that were ignored", () => {
  show(<IgnoredInput names={["cursor", "limit"]} />);
  expect(screen.getByText(/ignores “cursor”, “limit”/)).toBeDefined();
});

it("an empty list says so, with the next action", () => {
  show(
    <EmptyState title="No servers yet.">
      <a href="/servers/new">Create your first server</a>
    </EmptyState>,
  );
  expect(screen.getByText("No servers yet.")).toBeDefined();
  expect(screen.getByRole("link", { name: "Create your first server" })).toBeDefined();
});

it("lets a long value stand below its label on a phone, and a short one beside it", () => {
  const url = "postgresql://r_1:a-long-password@db.example.net:5432/d_1";
  show(
    <>
      <CopyField label="URL" value={url} />
      <CopyField label="Host" value="db.example.net" />
    </>,
  );
  expect(screen.getByText(url).parentElement?.dataset.long).toBe("true");
  expect(screen.getByText("db.example.net").parentElement?.dataset.long).toBeUndefined();
});
