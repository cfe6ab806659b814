import { screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { sampleConfig, sampleExecutor, sampleTemplate } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { CommandView } from "@/lib/executors/commands/contract";
import type { ExecutorSettings } from "@/lib/executors/config/contract";
import type { RolloutView } from "@/lib/executors/rollouts/contract";
import { BatchPage } from "./batches/batch-page";
import ExecutorCommands from "./commands/executor-commands";
import { ConfigFields } from "./config/config-fields";
import CreateExecutor from "./create-executor";
import { InstallCommands } from "./enrolment/install-commands";
import ExecutorMetrics from "./executor-metrics";
import { ExecutorNav } from "./executor-nav";
import { ExecutorList } from "./fleet/executor-list";
import { FleetView } from "./fleet/fleet-view";
import { RolloutPanel } from "./rollouts/rollout-panel";
import { TemplateDetail } from "./templates/template-detail";
import { TemplateList } from "./templates/template-list";

const at = "2026-05-04T10:00:00.000Z";
const program = { url: "https://panel.test/executor.mjs", sha256: "ab".repeat(32), version: "1.0.0", bytes: 1000 };
const button = (name: string) => screen.getByRole("button", { name });

const create = { templates: [], base: sampleConfig, program: null, channel: "c" };

it("creates an executor, shows its secret once, and waits for its first heartbeat", async () => {
  const fresh = { ...sampleExecutor, presence: "never" as const, lastSeenAt: null, secret: "exs_1" };
  const calls = answerWith(({ method }) =>
    method === "POST" ? { status: 201, body: fresh } : { body: { ...fresh, lastSeenAt: null } },
  );
  const onClose = vi.fn();
  const { user } = show(<CreateExecutor {...create} onClose={onClose} />);
  await user.type(await screen.findByLabelText("Name"), "Shop in Leipzig{Enter}");
  await screen.findByRole("dialog", { name: "Set up Shop in Leipzig" });
  expect(screen.getByText("exs_1")).toBeDefined();
  expect(screen.getByText("Waiting for its first heartbeat…")).toBeDefined();
  expect(calls[0]?.body).toEqual({ name: "Shop in Leipzig", overrides: {} });
  await user.keyboard("{Escape}");
  expect(onClose).not.toHaveBeenCalled();
  await user.click(button("I have the secret; close"));
  expect(onClose).toHaveBeenCalledOnce();
});

it("keeps the form of an executor that cannot be created", async () => {
  answerWith(() => refusal(409, "You have as many executors as your role allows."));
  const { user } = show(<CreateExecutor {...create} onClose={() => {}} />);
  await user.type(await screen.findByLabelText("Name"), "Shop{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("as many executors as your role allows");
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "Shop");
});

function Fields({ onSound }: { onSound: (isSound: boolean) => void }) {
  const [value, setValue] = useState<ExecutorSettings>({ features: { print: true } });
  return (
    <>
      <ConfigFields
        value={value}
        below={sampleConfig}
        errors={{ "features.print": "It is not known." }}
        onChange={(next, isSound) => {
          setValue(next);
          onSound(isSound);
        }}
      />
      <output>{JSON.stringify(value)}</output>
    </>
  );
}
const typed = () => JSON.parse(screen.getByRole("status").textContent ?? "");

it("adds, renames and removes named values, and reports a name that is used twice", async () => {
  const onSound = vi.fn();
  const { user } = show(<Fields onSound={onSound} />);
  expect(screen.getByText("It is not known.")).toBeDefined();
  await user.click(button("Add feature"));
  await user.type(screen.getByLabelText("Name of feature 2"), "print");
  expect(onSound).toHaveBeenLastCalledWith(false);
  await user.type(screen.getByLabelText("Name of feature 2"), "er");
  expect(onSound).toHaveBeenLastCalledWith(true);
  expect(typed().features).toEqual({ print: true, printer: true });
  await user.click(button("Remove feature 1"));
  expect(typed().features).toEqual({ printer: true });
});

it("writes seconds as milliseconds, and leaves out what is empty", async () => {
  const { user } = show(<Fields onSound={() => {}} />);
  const field = screen.getByLabelText("Heartbeat every (seconds)");
  await user.type(field, "10");
  expect(typed().heartbeatIntervalMs).toBe(10_000);
  await user.clear(field);
  expect(typed()).not.toHaveProperty("heartbeatIntervalMs");
});

it("shows the command to set up a machine, which checks the download", async () => {
  const { user } = show(<InstallCommands program={program} token="enroll_1" />);
  expect(screen.getByText(/sha256sum -c/).textContent).toContain(program.sha256);
  await user.click(screen.getByRole("tab", { name: "Windows" }));
  expect(screen.getByText(/Invoke-WebRequest/).textContent).toContain('"enroll_1" | node');
});

it("says that the program was not built", () => {
  show(<InstallCommands program={null} />);
  expect(screen.getByRole("alert").textContent).toContain("The executor program was not built.");
});

it("marks the page that a template belongs to", () => {
  show(<ExecutorNav />, "/executors/templates/tpl_1");
  expect(screen.getByRole("link", { current: "page" }).textContent).toBe("Templates");
});

const list = { nextCursor: null, channel: "c", templates: [], base: sampleConfig, program: null };

it("explains executors where there are none", async () => {
  const { user } = show(<ExecutorList items={[]} {...list} canCreate />, "/executors");
  expect(screen.getByText(/An executor is a small program on your machine/)).toBeDefined();
  await user.click(button("Create your first executor"));
  expect(await screen.findByRole("dialog", { name: "New executor" })).toBeDefined();
});

it("keeps its filters where nothing matches", () => {
  show(<ExecutorList items={[]} {...list} canCreate />, "/executors?presence=offline");
  expect(screen.getByText("No executor matches.")).toBeDefined();
  expect(screen.getByLabelText("State", { selector: "input" })).toHaveProperty("value", "offline");
});

const summary = {
  total: 2,
  byPresence: { never: 0, online: 2, late: 0, offline: 0, flapping: 0, revoked: 0 },
  drifted: 0,
  versions: [],
};

it("selects executors that match, over all pages", async () => {
  const calls = answerWith(({ path }) =>
    path.includes("cursor=")
      ? { body: { items: [{ id: "exr_3" }], nextCursor: null } }
      : { body: { items: [{ id: "exr_1" }, { id: "exr_2" }], nextCursor: "exr_2" } },
  );
  const { user } = show(
    <FleetView
      items={[sampleExecutor]}
      nextCursor={null}
      summary={summary}
      channel="c"
      templates={[]}
      owners={[]}
      types={[]}
      canManage
    />,
    "/admin/executors?presence=online&cursor=exr_9",
  );
  expect(screen.getByText("None chosen")).toBeDefined();
  await user.click(screen.getByRole("checkbox", { name: "Choose Shop in Leipzig" }));
  expect(screen.getByText("1 chosen")).toBeDefined();
  await user.click(button("Choose all that match"));
  expect(await screen.findByText("3 chosen")).toBeDefined();
  expect(calls[0]?.path).toBe("/api/executors?presence=online&limit=100");
  expect(button("Apply an action to 3")).toBeDefined();
  await user.click(button("Choose none"));
  expect(screen.getByText("None chosen")).toBeDefined();
});

const command: CommandView = {
  id: "cmd_1",
  executorId: "exr_1",
  seq: 7,
  type: "print",
  payload: { text: "Hello" },
  state: "queued",
  attempts: 0,
  createdAt: at,
  deliveredAt: null,
  ackedAt: null,
  ackedFence: null,
  finishedAt: null,
  expiresAt: "2026-05-04T11:00:00.000Z",
  progress: null,
  output: null,
  error: null,
};

it("shows commands, and cancels one that waits", async () => {
  const calls = answerWith(({ method }) => ({
    body: method === "GET" ? { items: [command], nextCursor: null } : command,
  }));
  const onDone = vi.fn();
  const { user, toasts } = show(<ExecutorCommands executor={sampleExecutor} types={[]} canCommand onDone={onDone} />);
  await user.click(await screen.findByText("#7"));
  expect(screen.getByText("Not sent yet, expires at 11:00:00 UTC.")).toBeDefined();
  await user.click(button("Cancel command 7"));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(toasts[0]?.message).toBe("The command is cancelled.");
  expect(calls.at(-1)).toMatchObject({ method: "DELETE", path: "/api/executors/exr_1/commands/cmd_1" });
});

it("takes no commands for a revoked executor", async () => {
  answerWith(() => ({ body: { items: [], nextCursor: null } }));
  const revoked = { ...sampleExecutor, presence: "revoked" as const };
  show(<ExecutorCommands executor={revoked} types={[]} canCommand onDone={() => {}} />);
  expect(await screen.findByText("No commands yet.")).toBeDefined();
  expect(screen.queryByText("New command")).toBeNull();
});

it("says that there are no figures for a period", async () => {
  const calls = answerWith(() => ({ body: { range: "1h", points: [] } }));
  const { user } = show(<ExecutorMetrics executorId="exr_1" />);
  expect(await screen.findByText("No figures for this period.")).toBeDefined();
  await user.click(screen.getByRole("radio", { name: "Week" }));
  await waitFor(() => expect(calls.at(-1)?.path).toBe("/api/executors/exr_1/metrics?range=7d"));
});

const rollout: RolloutView = {
  id: "rol_1",
  templateId: "tpl_1",
  fromVersion: 1,
  toVersion: 2,
  state: "running",
  stages: [1, 10, 100],
  stage: 0,
  members: 4,
  given: 1,
  applied: 1,
  reason: null,
  createdAt: at,
  finishedAt: null,
};

it("rolls a template back after a confirmation", async () => {
  const calls = answerWith(() => ({ body: rollout }));
  const onDone = vi.fn();
  const { user, toasts } = show(
    <RolloutPanel template={sampleTemplate} rollouts={[rollout]} canManage onDone={onDone} />,
  );
  expect(screen.getByText(/Version 2 is assigned to 1 of 4 executors/)).toBeDefined();
  await user.click(button("Roll back to version 1"));
  await screen.findByRole("dialog", { name: "Roll back" });
  await user.click(button("Roll back"));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(toasts[0]?.message).toBe("Its executors get version 1 again.");
  expect(calls[0]).toMatchObject({ method: "DELETE", path: "/api/executor-templates/tpl_1/rollouts/rol_1" });
});

it("says why a roll-out was halted, and lists earlier ones", () => {
  const halted: RolloutView = { ...rollout, state: "halted", reason: "One executor reported an error." };
  const done: RolloutView = { ...rollout, id: "rol_0", fromVersion: 1, toVersion: 1, state: "done", finishedAt: at };
  show(<RolloutPanel template={sampleTemplate} rollouts={[halted, done]} canManage={false} onDone={() => {}} />);
  expect(screen.getByText("One executor reported an error.")).toBeDefined();
  expect(screen.getByText("Version 1 again")).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});

it("shows a template with its executors", async () => {
  answerWith(() => ({ body: { items: [], nextCursor: null } }));
  const members = { items: [sampleExecutor], nextCursor: "exr_1" };
  const { user } = show(
    <TemplateDetail
      initial={sampleTemplate}
      initialRollouts={[]}
      initialMembers={members}
      base={sampleConfig}
      channel="c"
      isStaff
      canManage
    />,
    "/executors/templates/tpl_1",
  );
  expect(screen.getByText("Roll out version 2")).toBeDefined();
  await user.click(screen.getByRole("tab", { name: "Executors" }));
  expect(screen.getByRole("link", { name: "Shop in Leipzig" })).toBeDefined();
  expect(screen.getByRole("link", { name: "Show all" }).getAttribute("href")).toBe("/admin/executors?templateId=tpl_1");
});

it("lists templates, and their owners for staff", () => {
  const others = { ...sampleTemplate, id: "tpl_2", name: "Tills", liveVersion: 2 };
  const shared = { nextCursor: null, base: sampleConfig, canManage: false };
  const { rerender } = show(<TemplateList items={[sampleTemplate, others]} {...shared} userId="usr_9" />);
  expect(screen.getByRole("columnheader", { name: "Owner" })).toBeDefined();
  expect(within(screen.getByRole("row", { name: /Shops/ })).getByText("version 1")).toBeDefined();
  rerender(<TemplateList items={[sampleTemplate]} {...shared} userId="usr_1" />);
  expect(screen.queryByRole("columnheader", { name: "Owner" })).toBeNull();
});

it("refreshes a batch until it is done", async () => {
  const batch = { id: "bat_1", total: 2, made: 0, error: null, downloadedAt: null, createdAt: at };
  answerWith(() => ({ body: { items: [{ ...batch, state: "done", made: 2 }] } }));
  const queued = { ...batch, state: "queued" as const };
  show(<BatchPage batches={[queued]} enrolments={[]} templates={[]} program={null} />, "/executors/batch");
  expect(screen.queryByRole("button", { name: "Download keys and secrets" })).toBeNull();
  expect(await screen.findByRole("button", { name: "Download keys and secrets" })).toBeDefined();
});
