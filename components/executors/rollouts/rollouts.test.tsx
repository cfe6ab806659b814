import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleTemplate } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { RolloutView } from "@/lib/executors/rollouts/contract";
import { RolloutForm } from "./rollout-form";
import { RolloutPanel } from "./rollout-panel";

const at = "2026-05-04T10:00:00.000Z";
const rollout: RolloutView = {
  id: "rol_2",
  templateId: "tpl_1",
  fromVersion: 1,
  toVersion: 2,
  stages: [1, 10, 100],
  stage: 1,
  state: "running",
  reason: null,
  members: 200,
  given: 20,
  applied: 18,
  createdAt: at,
  finishedAt: null,
};
const current = { ...sampleTemplate, liveVersion: 2 };

function panel(rollouts: RolloutView[], { canManage = true, template = current } = {}) {
  return show(<RolloutPanel template={template} rollouts={rollouts} canManage={canManage} onDone={() => {}} />);
}
const shares = () =>
  within(screen.getByRole("list", { name: "Shares" }))
    .getAllByRole("listitem")
    .map(({ textContent }) => textContent);

it.each([
  ["running", 1, ["1 %done", "10 %running", "100 %pending"]],
  ["halted", 1, ["1 %done", "10 %stopped here", "100 %pending"]],
  ["done", 2, ["1 %done", "10 %done", "100 %done"]],
] as const)("shows how far a roll-out came: %s", (state, stage, expected) => {
  panel([{ ...rollout, state, stage }]);
  expect(shares()).toEqual(expected);
});

it("says how many executors have the version, and marks the current share", () => {
  panel([rollout]);
  expect(screen.getByText(/Version 2 is assigned to 20 of 200 executors and in use on 18/)).toBeDefined();
  expect(screen.getByText("10 %").closest("li")?.getAttribute("aria-current")).toBe("step");
  expect(screen.getByText("Version 1 to 2")).toBeDefined();
});

it("offers no second roll-out while one is running", () => {
  panel([rollout], { template: { ...sampleTemplate, liveVersion: 1, version: 3 } });
  expect(screen.queryByText("Roll out version 3")).toBeNull();
});

it("offers a newer version when the last roll-out has ended", () => {
  panel([{ ...rollout, state: "done" }], { template: { ...sampleTemplate, liveVersion: 2, version: 3 } });
  expect(screen.getByText("Roll out version 3")).toBeDefined();
});

it("shows people without the right neither the form nor the way back", () => {
  panel([{ ...rollout, state: "done" }], {
    canManage: false,
    template: { ...sampleTemplate, liveVersion: 2, version: 3 },
  });
  expect(screen.queryByText("Roll out version 3")).toBeNull();
  expect(screen.queryByRole("button", { name: /Roll back/ })).toBeNull();
});

it("explains a template without a roll-out", () => {
  panel([]);
  expect(screen.getByText("Nothing to roll out.")).toBeDefined();
});

it("offers no way back for a repetition of one version, nor after going back", () => {
  panel([{ ...rollout, fromVersion: 2 }]);
  expect(screen.getByText("Version 2 again")).toBeDefined();
  expect(screen.queryByRole("button", { name: /Roll back/ })).toBeNull();
});

it("keeps the question open when going back is refused", async () => {
  answerWith(() => refusal(409, "It was rolled back already."));
  const { user } = panel([rollout]);
  await user.click(screen.getByRole("button", { name: "Roll back to version 1" }));
  await screen.findByRole("dialog", { name: "Roll back" });
  await user.keyboard("{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("It was rolled back already.");
});

it("lists earlier roll-outs with their reason", () => {
  panel([rollout, { ...rollout, id: "rol_1", fromVersion: 0, toVersion: 1, state: "halted", reason: "2 failed" }]);
  const item = screen.getByText("Version 0 to 1").closest("li");
  expect(item?.textContent).toContain("2 failed");
  expect(item?.textContent).toContain("halted");
});

const fields = { shares: "Shares (%)", minutes: "Watch each for (minutes)", failures: "Failures allowed" };

it("shows the panel's message about the time beside the field for minutes", async () => {
  answerWith(() => refusal(422, "Refused.", [{ path: "soakSeconds", message: "Use at most a day." }]));
  const { user } = show(<RolloutForm template={sampleTemplate} onDone={() => {}} />);
  await user.click(screen.getByRole("button", { name: "Start the roll-out" }));
  expect(await screen.findByText("Use at most a day.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(fields.minutes)));
});

it("understands shares with blanks and percent signs", async () => {
  const calls = answerWith(() => ({ status: 201, body: rollout }));
  const onDone = vi.fn();
  const { user, toasts } = show(<RolloutForm template={sampleTemplate} onDone={onDone} />);
  await user.clear(screen.getByLabelText(fields.shares));
  await user.type(screen.getByLabelText(fields.shares), "5 %  50% 100");
  await user.clear(screen.getByLabelText(fields.failures));
  await user.type(screen.getByLabelText(fields.failures), "3");
  await user.click(screen.getByRole("button", { name: "Start the roll-out" }));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls[0]?.body).toEqual({ stages: [5, 50, 100], soakSeconds: 300, maxFailures: 3 });
  expect(toasts[0]?.message).toBe("Version 2 is being rolled out.");
});
