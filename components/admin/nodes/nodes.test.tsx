import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import type { IsolationView } from "@/lib/nodes/contract";
import type { CreateFigures } from "@/lib/workloads/figures/contract";
import { AddNode } from "./add-node";
import { IsolationReport } from "./isolation-report";
import { IsolationTestButton } from "./isolation-test-button";
import { NodeStateSelect } from "./node-state-select";
import { ProvisioningCard } from "./provisioning-card";
import { ReachableEditor } from "./reachable-editor";

afterEach(() => void vi.useRealTimers());

const at = "2026-05-04T10:00:00.000Z";
const button = (name: string) => screen.getByRole("button", { name });
const rules = { state: "set" as const, tool: "nft", reason: null, commands: null, checkedAt: at };
const machine = { what: "the machine", address: "192.0.2.1", reached: false };
const network = { what: "a private network", address: "10.0.0.1", reached: true };
const node: IsolationView = { id: "nod_1", name: "home", isolation: rules, proof: null, asked: false, reachable: [] };

it.each<[string, Partial<IsolationView>, string]>([
  ["set", {}, "home: containers reach neither the machine nor private networks (nft)."],
  ["not checked", { isolation: null }, "home: not checked yet; the worker checks it when the engine answers."],
  ["off", { isolation: { ...rules, state: "off" } }, "home: not set by the panel (CUSTOMER_FIREWALL=off)."],
  [
    "reached",
    { proof: { at, results: [machine, network], problem: null } },
    "home: rules are set (nft), but a container still reached something.",
  ],
])("says in words how containers are isolated: %s", (_case, more, text) => {
  show(<IsolationReport node={{ ...node, ...more }} />);
  expect(screen.getByRole("status").textContent).toBe(text);
});

it("shows the commands that the administrator has to run, which can be scrolled by keyboard", () => {
  const failed = { ...rules, state: "failed" as const, reason: "No permission.", commands: "nft add table" };
  show(<IsolationReport node={{ ...node, isolation: failed }} />);
  expect(screen.getByRole("status").textContent).toBe("home: containers can reach the machine. No permission.");
  expect(screen.getByText("nft add table").tabIndex).toBe(0);
  expect(screen.getByText(/Run this as root on the machine/)).toBeDefined();
});

it("lists what a container reached, and why a test failed", () => {
  const proof = { at, results: [machine, network], problem: "the image is missing" };
  const { rerender } = show(<IsolationReport node={{ ...node, proof }} />);
  const items = within(screen.getByRole("list", { name: "What a container on home reached" })).getAllByRole("listitem");
  expect(items.map(({ textContent }) => textContent)).toEqual([
    "Not reached: the machine, 192.0.2.1",
    "Reached: a private network, 10.0.0.1",
  ]);
  expect(screen.getByText(/It could not be tried: the image is missing/)).toBeDefined();
  rerender(<IsolationReport node={node} />);
  expect(screen.getByText(/Not tried yet\./)).toBeDefined();
});

it("requests a test, and looks for its result until it is there", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const calls = answerWith(() => ({ status: 202, body: { asked: true } }));
  const { user, router, rerender } = show(<IsolationTestButton id="nod_1" asked={false} />);
  await user.click(button("Try it now"));
  await waitFor(() => expect(button("Try it now").dataset.loading).toBe("true"));
  expect(calls).toEqual([{ method: "POST", path: "/api/admin/nodes/nod_1/isolation-test", body: undefined }]);
  rerender(<IsolationTestButton id="nod_1" asked />);
  const before = router.refresh.mock.calls.length;
  act(() => void vi.advanceTimersByTime(4_000));
  expect(router.refresh.mock.calls.length).toBe(before + 2);
  rerender(<IsolationTestButton id="nod_1" asked={false} />);
  expect(button("Try it now").dataset.loading).toBeUndefined();
  act(() => void vi.advanceTimersByTime(4_000));
  expect(router.refresh.mock.calls.length).toBe(before + 2);
});

it("does not wait for a test that was refused", async () => {
  answerWith(() => refusal(409, "The machine is not reachable."));
  const { user, toasts } = show(<IsolationTestButton id="nod_1" asked={false} />);
  await user.click(button("Try it now"));
  await waitFor(() => expect(toasts).toEqual([{ message: "The machine is not reachable.", tone: "failed" }]));
  expect(button("Try it now").dataset.loading).toBeUndefined();
});

it("shows the state that another administrator chose", () => {
  const { rerender } = show(<NodeStateSelect id="nod_1" name="home" state="active" />);
  const state = screen.getByLabelText("State of home", { selector: "input" });
  expect(state).toHaveProperty("value", "Active");
  rerender(<NodeStateSelect id="nod_1" name="home" state="maintenance" />);
  expect(state).toHaveProperty("value", "Maintenance");
});

it("shows a state as soon as it is saved", async () => {
  const answer = pending<{ body: unknown }>();
  const calls = answerWith(() => answer.promise);
  const { user, toasts } = show(<NodeStateSelect id="nod_1" name="home" state="active" />);
  const state = screen.getByLabelText("State of home", { selector: "input" });
  await user.click(state);
  await user.click(await screen.findByRole("option", { name: "Draining" }));
  await waitFor(() => expect(calls[0]?.body).toEqual({ state: "draining" }));
  expect(state).toHaveProperty("value", "Active");
  answer.end({ body: {} });
  await waitFor(() => expect(state).toHaveProperty("value", "Draining"));
  expect(toasts[0]?.message).toBe("home is draining now.");
});

const database = { network: "10.0.0.5", protocol: "tcp" as const, port: 3306 };

it("sends the typed addresses, and keeps those that the panel refuses with the message beside them", async () => {
  let isRefused = true;
  const errors = [{ path: "reachable.1.network", message: "Use a private address." }];
  const calls = answerWith(() => (isRefused ? refusal(422, "Refused.", errors) : { body: {} }));
  const { user, toasts, router } = show(<ReachableEditor id="nod_1" name="home" reachable={[database]} />);
  const field = screen.getByRole("textbox");
  expect(field).toHaveProperty("value", "10.0.0.5 tcp 3306");
  await user.type(field, "{Enter}192.0.2.7");
  await user.click(button("Save"));
  expect(await screen.findByText("Use a private address.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(calls[0]?.body).toEqual({ reachable: [database, { network: "192.0.2.7", protocol: "any", port: null }] });
  isRefused = false;
  await user.clear(field);
  await user.click(button("Save"));
  await waitFor(() => expect(toasts[0]?.message).toBe("Saved. It takes effect within a minute."));
  expect(calls[1]?.body).toEqual({ reachable: [] });
  expect(router.refresh).toHaveBeenCalled();
});

it("shows addresses that another administrator saved", () => {
  const { rerender } = show(<ReachableEditor id="nod_1" name="home" reachable={[]} />);
  rerender(<ReachableEditor id="nod_1" name="home" reachable={[database]} />);
  expect(screen.getByRole("textbox")).toHaveProperty("value", "10.0.0.5 tcp 3306");
});

it("keeps the focus in the addresses after they were saved", async () => {
  answerWith(() => ({ body: {} }));
  const { user, toasts, rerender } = show(<ReachableEditor id="nod_1" name="home" reachable={[]} />);
  await user.type(screen.getByRole("textbox"), "10.0.0.5 tcp 3306");
  await user.click(button("Save"));
  await waitFor(() => expect(toasts).toHaveLength(1));
  screen.getByRole("textbox").focus();
  rerender(<ReachableEditor id="nod_1" name="home" reachable={[database]} />);
  expect(document.activeElement).toBe(screen.getByRole("textbox"));
});

const none: CreateFigures = { created: 0, failed: 0, medianMs: null, slowestMs: null, errors: [], hours: [] };
const factOf = (label: string) => screen.getByText(label).nextElementSibling?.textContent;

it("shows how creates went, with the reasons of failures", () => {
  const hours = [{ at, created: 2, failed: 1 }];
  const errors = [
    { code: "image_pull_failed", count: 2 },
    { code: "no_capacity", count: 1 },
  ];
  show(<ProvisioningCard figures={{ created: 2, failed: 1, medianMs: 4_200, slowestMs: 61_000, errors, hours }} />);
  expect(["Success rate", "Came online", "Failed", "Median time", "Slowest"].map(factOf)).toEqual([
    "66.7 %",
    "2",
    "1",
    "4.2 s",
    "1 min 1 s",
  ]);
  expect(screen.getByRole("img").getAttribute("aria-label")).toContain("2 came online, 1 failed");
  expect(screen.getByTitle("10:00: 2 online, 1 failed")).toBeDefined();
  expect(screen.getByText("image_pull_failed: 2, no_capacity: 1")).toBeDefined();
});

it("names no rate without creates", () => {
  show(<ProvisioningCard figures={none} />);
  expect(["Success rate", "Failed", "Median time"].map(factOf)).toEqual(["none yet", "0", "none yet"]);
});

it("adds a machine with its engine, capacity, address and ports", async () => {
  const calls = answerWith(() => ({ status: 201, body: { id: "nod_9" } }));
  const { user, router } = show(<AddNode regions={["local"]} />);
  await user.click(screen.getByRole("button", { name: "Add a node" }));
  await user.type(await screen.findByLabelText("Name"), "frankfurt-2");
  await user.type(screen.getByLabelText("Public address"), "203.0.113.7");
  await user.click(screen.getByRole("button", { name: "Add the node" }));
  await waitFor(() => expect(router.refresh).toHaveBeenCalled());
  expect(calls[0]).toMatchObject({
    method: "POST",
    path: "/api/admin/nodes",
    body: { name: "frankfurt-2", region: "local", memory: 16, publicAddress: "203.0.113.7", portEnd: 26_000 },
  });
  expect(calls[0]?.body).not.toHaveProperty("dockerHost");
});
