import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { IsolationView } from "@/lib/nodes/contract";
import { RunTable } from "./jobs/run-table";
import { IsolationReport } from "./nodes/isolation-report";
import { ProvisioningCard } from "./nodes/provisioning-card";
import { FieldTable, PermissionTable } from "./roles/role-tables";

const at = "2026-05-04T10:00:00.000Z";

it("shows the reach of each permission by role", () => {
  const reach = { ADMIN: "all", MANAGER: "all", USER: "own", GUEST: "none" };
  show(<PermissionTable rows={[{ permission: "server.read", reach }]} />);
  const row = within(screen.getByRole("row", { name: /server.read/ }));
  expect(row.getAllByRole("cell").map(({ textContent }) => textContent)).toEqual(["all", "all", "own", "–"]);
  expect(screen.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual([
    "Permission",
    "Admin",
    "Manager",
    "User",
    "Guest",
  ]);
});

it("shows how each role sees a field of its own and of others", () => {
  const own = { ADMIN: "clear", MANAGER: "clear", USER: "clear", GUEST: "hidden" };
  const others = { ADMIN: "clear", MANAGER: "masked", USER: "hidden", GUEST: "hidden" };
  show(<FieldTable rows={[{ field: "email", own, others }]} />);
  const row = within(screen.getByRole("row", { name: /others'/ }));
  expect(row.getAllByRole("cell").map(({ textContent }) => textContent)).toEqual(["shown", "shortened", "–", "–"]);
});

it("shows a failed run with its steps, its reason and the engine's own message", () => {
  const run = {
    id: "run_1",
    serverId: "srv_1",
    serverName: null,
    kind: "create",
    state: "failed",
    currentStep: null,
    errorCode: "image_missing",
    errorMessage: "The image does not exist.",
    errorDetail: "404 manifest unknown",
    createdAt: at,
    durationMs: 2_000,
    steps: [{ step: "pull", status: "failed", attempt: 1, durationMs: null }],
  };
  show(<RunTable runs={[run]} />);
  expect(screen.getByText("of a deleted server")).toBeDefined();
  expect(screen.getByText("The image does not exist.")).toBeDefined();
  expect(screen.getByText("404 manifest unknown")).toBeDefined();
  expect(screen.getByText("pull failed").dataset.state).toBe("failed");
});

it("counts created servers, and says what failed", () => {
  const hours = [{ at, created: 3, failed: 1 }];
  const errors = [{ code: "image_missing", count: 1 }];
  show(<ProvisioningCard figures={{ created: 3, failed: 1, medianMs: 4_000, slowestMs: null, errors, hours }} />);
  expect(screen.getByText("75 %")).toBeDefined();
  expect(screen.getByText("none yet")).toBeDefined();
  expect(screen.getByText("image_missing: 1")).toBeDefined();
  expect(screen.getByRole("img").getAttribute("aria-label")).toContain("3 came online, 1 failed");
});

const node: IsolationView = {
  id: "nod_1",
  name: "Home",
  asked: false,
  reachable: [],
  isolation: { state: "set", tool: "nftables", reason: null, commands: null, checkedAt: at },
  proof: { at, problem: null, results: [{ what: "the machine", address: "192.0.2.9", reached: true }] },
};

it("says that a container still reached something", () => {
  show(<IsolationReport node={node} />);
  expect(screen.getByText(/a container still reached something/)).toBeDefined();
  expect(screen.getByText(/Reached: the machine/)).toBeDefined();
});

it("asks for another test, and refreshes until its result is there", async () => {
  answerWith(() => ({ status: 202, body: {} }));
  const { user, router } = show(<IsolationReport node={node} />);
  const button = screen.getByRole("button", { name: "Try it now" });
  await user.click(button);
  await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
  expect(button.dataset.loading).toBe("true");
  await vi.waitFor(() => expect(router.refresh.mock.calls.length).toBeGreaterThan(1), { timeout: 5_000 });
});

it("can ask again after a request that was refused", async () => {
  answerWith(() => refusal(409, "A test is running."));
  const { user, toasts } = show(<IsolationReport node={{ ...node, isolation: null, proof: null }} />);
  expect(screen.getByText("Not tried yet.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Try it now" }));
  await waitFor(() => expect(toasts[0]?.message).toBe("A test is running."));
  expect(screen.getByRole("button", { name: "Try it now" }).dataset.loading).toBeUndefined();
});
