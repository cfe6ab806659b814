import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import type { BlockView, RuleView, SignalView } from "@/lib/auth/detection/contract";
import { SecurityBlocks } from "./security-blocks";
import { SecurityNetworks } from "./security-networks";
import { SecurityPolicyForm } from "./security-policy-form";
import { SecurityRules } from "./security-rules";
import { SecuritySignIns } from "./security-sign-ins";
import { SecuritySignals, SettledSignals } from "./security-signals";

const at = "2026-05-04T10:00:00.000Z";
const ada = { id: "usr_1", name: "Ada", email: "ada@example.net" };

const rule: RuleView = {
  kind: "brute_force",
  title: "Guessing one account's password",
  help: "Many wrong passwords for one account.",
  thresholdLabel: "Wrong passwords",
  enabled: true,
  threshold: 10,
  windowSeconds: 600,
  response: "lock",
  choices: ["observe", "lock"],
  isChanged: false,
};
const save = () => screen.getByRole("button", { name: `Save: ${rule.title}` });

it("saves a rule that was edited, in seconds", async () => {
  const calls = answerWith(() => ({ body: rule }));
  const { user, toasts, router } = show(<SecurityRules rules={[rule]} canManage />);
  expect(save()).toHaveProperty("disabled", true);
  await user.clear(screen.getByLabelText("Within (minutes)"));
  await user.type(screen.getByLabelText("Within (minutes)"), "5");
  expect(save()).toHaveProperty("disabled", false);
  await user.click(save());
  await waitFor(() => expect(toasts[0]?.message).toBe("The rule is active within seconds."));
  expect(calls[0]?.body).toEqual({ enabled: true, threshold: 10, windowSeconds: 300, response: "lock" });
  expect(router.refresh).toHaveBeenCalledOnce();
  expect(save()).toHaveProperty("disabled", true);
});

it("switches a rule off, with its fields", async () => {
  answerWith(() => ({ body: rule }));
  const { user, toasts } = show(<SecurityRules rules={[rule]} canManage />);
  await user.click(screen.getByLabelText(`${rule.title}: active`));
  expect(screen.getByLabelText("Wrong passwords")).toHaveProperty("disabled", true);
  await user.click(save());
  await waitFor(() => expect(toasts[0]?.message).toBe("The rule is switched off."));
});

it("marks a time that the server refuses, although it has another name there", async () => {
  answerWith(() => refusal(422, "Refused.", [{ path: "windowSeconds", message: "Use at least a minute." }]));
  const { user } = show(<SecurityRules rules={[rule]} canManage />);
  await user.clear(screen.getByLabelText("Within (minutes)"));
  await user.type(screen.getByLabelText("Within (minutes)"), "2");
  await user.click(save());
  expect(await screen.findByText("Use at least a minute.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Within (minutes)")));
});

it("shows managers the rules as text", () => {
  show(<SecurityRules rules={[rule, { ...rule, kind: "new_country", enabled: false }]} canManage={false} />);
  expect(screen.getByText(/Wrong passwords: 10 within .*\. Lock for unknown browsers\./)).toBeDefined();
  expect(screen.getByText("Switched off.")).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});

it("saves the policy of all accounts", async () => {
  const calls = answerWith(() => ({ body: {} }));
  const { user, toasts } = show(<SecurityPolicyForm policy={{ requiredRoles: ["ADMIN"], maxSessions: 10 }} />);
  await user.click(screen.getByLabelText("Managers"));
  await user.clear(screen.getByLabelText("Sessions per person"));
  await user.type(screen.getByLabelText("Sessions per person"), "5");
  await user.click(screen.getByRole("button", { name: "Save rules" }));
  await waitFor(() => expect(toasts[0]?.message).toBe("The rules are saved and active."));
  expect(calls[0]).toEqual({
    method: "PUT",
    path: "/api/admin/security-policy",
    body: { requiredRoles: ["ADMIN", "MANAGER"], maxSessions: 5 },
  });
});

const signal: SignalView = {
  id: "sig_1",
  kind: "brute_force",
  score: 85,
  reasons: ["20 wrong passwords within 5 minutes."],
  state: "open",
  response: "lock",
  at,
  lastAt: at,
  networks: ["192.0.2.0/24"],
  user: ada,
  tokenName: null,
  actions: ["block_network"],
};

it("acts on a signal; only its button is loading", async () => {
  const answer = pending<object>();
  const calls = answerWith(() => answer.promise);
  const { user, toasts } = show(<SecuritySignals signals={[signal]} canManage />);
  expect(screen.getByText("Score 85 of 100")).toBeDefined();
  const block = screen.getByRole("button", { name: /^Block network/ });
  await user.click(block);
  await waitFor(() => expect(block.dataset.loading).toBe("true"));
  expect(screen.getByRole("button", { name: /^Dismiss/ }).dataset.loading).toBeUndefined();
  answer.end({});
  await waitFor(() => expect(toasts[0]?.message).toBe("The network is blocked for a day."));
  expect(calls[0]?.body).toEqual({ action: "block_network" });
});

it("shows what was done about settled signals, without actions", () => {
  show(<SettledSignals signals={[{ ...signal, state: "acted" }]} />);
  expect(screen.getByText("Locked for unknown browsers. An administrator acted.")).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});

it("says that there are no signals and no measures", () => {
  show(
    <>
      <SecuritySignals signals={[]} canManage />
      <SecurityBlocks blocks={[]} canManage />
      <SecurityNetworks networks={[]} />
    </>,
  );
  expect(screen.getByText("No open signals.")).toBeDefined();
  expect(screen.getByText("No network or account is slowed down or blocked.")).toBeDefined();
  expect(screen.getByText("No attempt failed during this time.")).toBeDefined();
});

const block: BlockView = {
  id: "blk_1",
  measure: "block",
  network: "192.0.2.0/24",
  scope: "account",
  user: ada,
  reason: "Guessing.",
  until: at,
  createdAt: at,
};

it("lifts a measure", async () => {
  const calls = answerWith(() => ({ body: {} }));
  const { user, toasts } = show(<SecurityBlocks blocks={[block]} canManage />);
  await user.click(screen.getByRole("button", { name: "Lift: Blocked, 192.0.2.0/24, to the account of Ada" }));
  await waitFor(() => expect(toasts[0]?.message).toBe("The measure is lifted."));
  expect(calls[0]).toMatchObject({ method: "DELETE", path: "/api/admin/security/blocks/blk_1" });
});

it("counts attempts by outcome, and shows them as a table too", () => {
  const series = [
    { at, counts: { success: 3, wrong_password: 2 } },
    { at: "2026-05-04T11:00:00.000Z", counts: {} },
  ];
  show(<SecuritySignIns series={series} />);
  const table = within(screen.getByRole("region", { name: "Attempts to sign in by time" }));
  // An hour without attempts is left out.
  expect(table.getAllByRole("row")).toHaveLength(2);
});

it("says that nobody tried to sign in", () => {
  show(<SecuritySignIns series={[]} />);
  expect(screen.getByText("No sign-in attempts during this time.")).toBeDefined();
});
