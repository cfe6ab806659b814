import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { MachineDetail as Machine, MachineView } from "@/lib/monitoring/machines/contract";
import { AddMachine } from "./add-machine";
import { MachineDetail } from "./machine-detail";
import { MachineFacts } from "./machine-facts";
import { MachineList } from "./machine-list";
import MachineSettings from "./machine-settings";

afterEach(() => void vi.useRealTimers());

const now = new Date().toISOString();
const view: MachineView = {
  id: "mch_1",
  name: "Shop",
  owner: { id: "usr_1", name: "Ada" },
  isLocal: false,
  presence: "online",
  hostname: "shop-1",
  os: "Debian 12",
  version: "1.0.0",
  lastSampleAt: now,
  lastSeenAt: now,
  clockSkewMs: 0,
  copySeenAt: null,
  readings: {},
  spark: [],
  createdAt: now,
};
const machine: Machine = { ...view, previousUntil: null, facts: null };
const button = (name: string) => screen.getByRole("button", { name });
const list = { nextCursor: null, canCreate: true, isStaff: false };

/** The page of a machine; its charts keep loading. */
function page(more: Partial<Machine> = {}, canManage = true) {
  answerWith(() => new Promise(() => {}));
  return show(<MachineDetail machine={{ ...machine, ...more }} channel="c" canManage={canManage} />);
}

it("changes state, order and the switch in the address, and begins with the first page", async () => {
  const { user, router } = show(<MachineList {...list} items={[view]} />, "/machines?cursor=mch_9&sort=cpu");
  const address = () => String(router.replace.mock.calls.at(-1)?.[0]);
  expect(screen.getByLabelText("Order", { selector: "input" })).toHaveProperty("value", "Highest CPU first");
  await user.click(screen.getByLabelText("State", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "offline" }));
  expect(address()).toBe("/machines?sort=cpu&presence=offline");
  await user.click(screen.getByRole("switch", { name: "Changed in the last hour" }));
  expect(address()).toBe("/machines?sort=cpu&changed=1");
  await user.click(screen.getByLabelText("Order", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "By name" }));
  expect(address()).toBe("/machines?");
});

it("says what to change where nothing matches", () => {
  show(<MachineList {...list} items={[]} />, "/machines?changed=1");
  expect(screen.getByText("No machine matches.")).toBeDefined();
  expect(screen.getByRole("switch")).toHaveProperty("checked", true);
});

it("shows owners to staff only, and names machines that sent nothing", () => {
  const quiet = { ...view, owner: null, isLocal: true, lastSampleAt: null };
  const { rerender } = show(<MachineList {...list} items={[quiet]} isStaff />);
  const row = screen.getByRole("row", { name: /Shop/ });
  expect(within(row).getByText("panel")).toBeDefined();
  expect(within(row).getByText("none yet")).toBeDefined();
  rerender(<MachineList {...list} items={[quiet]} />);
  expect(screen.queryByRole("columnheader", { name: "Owner" })).toBeNull();
});

it("reads the figures again every 30 seconds, until the page is left", () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const { router, unmount } = show(<MachineList {...list} items={[view]} />);
  act(() => void vi.advanceTimersByTime(60_000));
  expect(router.refresh).toHaveBeenCalledTimes(2);
  unmount();
  vi.advanceTimersByTime(60_000);
  expect(router.refresh).toHaveBeenCalledTimes(2);
});

it("sends no name for a machine that uses its host name, and keeps the command until it is confirmed", async () => {
  const body = { id: "men_1", token: "amt_x", command: "curl … amt_x", expiresAt: now };
  const calls = answerWith(() => ({ status: 201, body }));
  const onClose = vi.fn();
  const { user } = show(<AddMachine onClose={onClose} />);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  await user.keyboard("  {Enter}");
  expect(await screen.findByText("amt_x")).toBeDefined();
  expect(calls.map(({ path, body: sent }) => [path, sent])).toEqual([["/api/machines/enrolments", {}]]);
  await user.keyboard("{Escape}");
  expect(onClose).not.toHaveBeenCalled();
  await user.click(button("Done"));
  expect(onClose).toHaveBeenCalledOnce();
});

it("refuses a name that is too long beside its field, before it is sent", async () => {
  const calls = answerWith(() => ({ body: machine }));
  const { user } = show(<AddMachine onClose={() => {}} />);
  const name = screen.getByLabelText("Name");
  await user.click(name);
  await user.paste("x".repeat(61));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(name.getAttribute("aria-invalid")).toBe("true"));
  expect(calls).toEqual([]);
});

it.each<[string, Partial<Machine>, RegExp | null]>([
  ["a clock that is right", { clockSkewMs: 30_000 }, null],
  ["a clock that is ahead", { clockSkewMs: 45_000 }, /It is 45 s ahead\..*stored with the corrected time/],
  ["a clock that is far behind", { clockSkewMs: -700_000 }, /It is 700 s behind\..*not corrected/],
  ["a copy", { copySeenAt: now }, /A copy of the agent was refused/],
  ["a machine that just went offline", { presence: "offline" }, null],
  ["silence", { presence: "offline", lastSampleAt: "2026-01-01T00:00:00.000Z" }, /No samples arrive/],
])("warns about what a person has to do: %s", (_case, more, text) => {
  page(more);
  if (text) expect(screen.getByRole("alert").textContent).toMatch(text);
  else expect(screen.queryByRole("alert")).toBeNull();
});

it("says where a machine is, and offers settings only to those who may change them", async () => {
  const { user, unmount } = page({ isLocal: true });
  expect(screen.getByRole("heading", { name: "Shop" })).toBeDefined();
  expect(screen.getByText("the panel's own machine")).toBeDefined();
  await user.click(screen.getByRole("tab", { name: "Settings" }));
  expect(await screen.findByRole("button", { name: "Save" })).toBeDefined();
  unmount();
  page({}, false);
  expect(screen.getAllByRole("tab").map(({ textContent }) => textContent)).toEqual(["Figures", "Machine"]);
});

it("leaves out facts that are not known, and counts one day", () => {
  const { rerender } = show(<MachineFacts machine={{ ...machine, version: null }} />);
  expect(screen.getAllByRole("term").map(({ textContent }) => textContent)).toEqual(["Host name", "System"]);
  expect(screen.queryByRole("table")).toBeNull();
  for (const [uptimeSeconds, text] of [
    [7_500, "2 h 5 min"],
    [90_000, "1 day"],
    [200_000, "2 days"],
  ] as const) {
    rerender(<MachineFacts machine={{ ...machine, facts: { uptimeSeconds } }} />);
    expect(screen.getByText("Up for").nextElementSibling?.textContent).toBe(text);
  }
});

it("renames a machine, and puts a refusal beside the name", async () => {
  let isRefused = true;
  const errors = [{ path: "name", message: "You have a machine of this name." }];
  const calls = answerWith(() => (isRefused ? refusal(409, "Refused.", errors) : { body: machine }));
  const { user, toasts, router } = show(<MachineSettings machine={machine} />);
  const name = screen.getByLabelText("Name");
  await user.type(name, " 2{Enter}");
  expect(await screen.findByText("You have a machine of this name.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(name));
  isRefused = false;
  await user.keyboard("0{Enter}");
  await waitFor(() => expect(toasts).toEqual([{ message: "The name is changed.", tone: "done" }]));
  expect(calls.map(({ body }) => body)).toEqual([{ name: "Shop 2" }, { name: "Shop 20" }]);
  expect(router.refresh).toHaveBeenCalledOnce();
});

it("shows a new token once, and until when the old one works", async () => {
  const calls = answerWith(() => ({ body: { token: "amt_new", previousUntil: now } }));
  const { user, rerender } = show(<MachineSettings machine={machine} />);
  await user.click(button("New token"));
  expect(await screen.findByText("amt_new")).toBeDefined();
  expect(calls).toMatchObject([{ method: "POST", path: "/api/machines/mch_1/rotate-token" }]);
  await user.click(button("Done"));
  await waitFor(() => expect(screen.queryByText("amt_new")).toBeNull());
  rerender(<MachineSettings machine={{ ...machine, previousUntil: now }} />);
  expect(screen.getByText(/The token before works until /)).toBeDefined();
});

it("revokes an agent after a confirmation, and shows the machine again", async () => {
  const calls = answerWith(() => ({ body: {} }));
  const { user, toasts, router, rerender } = show(<MachineSettings machine={machine} />);
  await user.click(button("Revoke"));
  const dialog = within(await screen.findByRole("dialog", { name: "Revoke the agent" }));
  await user.click(dialog.getByRole("button", { name: "Revoke" }));
  await waitFor(() => expect(toasts[0]?.message).toBe("The agent is revoked."));
  expect(calls[0]).toMatchObject({ method: "POST", path: "/api/machines/mch_1/revoke" });
  expect(router.refresh).toHaveBeenCalled();
  expect(router.push).not.toHaveBeenCalled();
  rerender(<MachineSettings machine={{ ...machine, presence: "revoked" }} />);
  expect(screen.queryByRole("button", { name: "Revoke" })).toBeNull();
});

it("goes to the list after a machine is removed, since its page is gone", async () => {
  const calls = answerWith(() => ({ status: 204 }));
  const { user, router, toasts } = show(<MachineSettings machine={machine} />);
  await user.click(button("Remove"));
  await user.type(await screen.findByLabelText("Type Shop to confirm"), "Shop{Enter}");
  await waitFor(() => expect(toasts[0]?.message).toBe("The machine is removed."));
  expect(calls[0]).toMatchObject({ method: "DELETE", path: "/api/machines/mch_1" });
  expect(router.push).toHaveBeenCalledWith("/machines");
});

it("keeps the page of a machine that cannot be removed", async () => {
  answerWith(() => refusal(409, "Alerts of it are open."));
  const { user, router } = show(<MachineSettings machine={{ ...machine, isLocal: true }} />);
  expect(screen.getByText(/adds .* own machine again/)).toBeDefined();
  await user.click(button("Remove"));
  await user.type(await screen.findByLabelText("Type Shop to confirm"), "Shop{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("Alerts of it are open.");
  expect(router.push).not.toHaveBeenCalled();
});
