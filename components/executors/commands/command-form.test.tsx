import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleExecutor } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import { api } from "@/lib/http/client/api";
import { type CommandDraft, CommandForm } from "./command-form";
import ExecutorCommands from "./executor-commands";
import type { CommandFormView, SchemaField } from "./schema-fields-rules";

const field = (name: string, more: Partial<SchemaField>): SchemaField => ({
  name,
  label: name,
  kind: "text",
  isRequired: false,
  isWhole: false,
  choices: [],
  ...more,
});
const collect: CommandFormView = {
  type: "collect_logs",
  summary: "Collects the last lines of the log.",
  ttlSeconds: 300,
  fields: [
    field("Lines", { kind: "number", isWhole: true, min: 1, max: 500, fallback: 100 }),
    field("Level", { kind: "choice", choices: ["info", "error"], isRequired: true }),
    field("Compress", { kind: "boolean" }),
    field("Note", { kind: "longText" }),
  ],
};
const ping: CommandFormView = { type: "ping", summary: "Answers.", ttlSeconds: 60, fields: [] };
const submit = () => screen.getByRole("button", { name: "Send command" });

it("draws a field of its kind for each part of a command, and sends what was filled in", async () => {
  const onSend = vi.fn(async () => {});
  const { user } = show(<CommandForm types={[collect]} submitLabel="Send command" onSend={onSend} />);
  expect(screen.getByText("Collects the last lines of the log.")).toBeDefined();
  expect(screen.getByLabelText(/^Lines/).getAttribute("placeholder")).toBe("100");
  expect(submit()).toHaveProperty("disabled", true);
  await user.click(screen.getByLabelText("Level", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "error" }));
  await user.type(screen.getByLabelText(/^Lines/), "250");
  await user.click(screen.getByRole("switch", { name: /^Compress/ }));
  await user.type(screen.getByLabelText(/^Note/), "two{enter}lines");
  await user.click(submit());
  const payload = { Level: "error", Lines: 250, Compress: true, Note: "two\nlines" };
  await waitFor(() => expect(onSend).toHaveBeenCalledWith({ type: "collect_logs", payload }));
});

it("empties a field again, and does not send it", async () => {
  const onSend = vi.fn(async () => {});
  const optional = { ...collect, fields: collect.fields.filter(({ isRequired }) => !isRequired) };
  const { user } = show(<CommandForm types={[optional]} submitLabel="Send command" onSend={onSend} />);
  await user.type(screen.getByLabelText(/^Note/), "x");
  await user.clear(screen.getByLabelText(/^Note/));
  await user.type(screen.getByLabelText(/^Lines/), "5");
  await user.clear(screen.getByLabelText(/^Lines/));
  await user.click(submit());
  await waitFor(() => expect(onSend).toHaveBeenCalledWith({ type: "collect_logs", payload: {} }));
});

it("drops what was typed for another command", async () => {
  const onSend = vi.fn(async () => {});
  const { user } = show(<CommandForm types={[collect, ping]} submitLabel="Send command" onSend={onSend} />);
  await user.type(screen.getByLabelText(/^Note/), "typed");
  await user.click(screen.getByLabelText("Command", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "ping" }));
  expect(screen.queryByLabelText(/^Note/)).toBeNull();
  await user.click(submit());
  await waitFor(() => expect(onSend).toHaveBeenCalledWith({ type: "ping", payload: {} }));
});

it("sends its own expiry, and shows the panel's messages beside the fields", async () => {
  answerWith(() =>
    refusal(422, "Refused.", [
      { path: "ttlSeconds", message: "Use at most a day." },
      { path: "payload.Note", message: "Use at most 500 characters." },
    ]),
  );
  const onSend = vi.fn(async (body: CommandDraft) => {
    await api("POST", "/executors/[id]/commands", { params: { id: "exr_1" }, body });
  });
  const optional = { ...collect, fields: [field("Note", { kind: "longText" })] };
  const { user } = show(<CommandForm types={[optional]} submitLabel="Send command" onSend={onSend} />);
  await user.click(screen.getByText("Expiry"));
  await user.type(screen.getByLabelText("Seconds until it expires"), "900");
  await user.type(screen.getByLabelText(/^Note/), "text");
  await user.click(submit());
  expect(await screen.findByText("Use at most a day.")).toBeDefined();
  expect(screen.getByText("Use at most 500 characters.")).toBeDefined();
  expect(onSend.mock.calls[0]?.[0]).toMatchObject({ ttlSeconds: 900 });
  expect(screen.getByLabelText(/^Note/)).toHaveProperty("value", "text");
});

const command = {
  id: "cmd_1",
  executorId: "exr_1",
  seq: 7,
  type: "ping",
  payload: {},
  state: "done",
  attempts: 1,
  createdAt: "2026-05-04T10:00:00.000Z",
  deliveredAt: "2026-05-04T10:00:01.000Z",
  ackedAt: "2026-05-04T10:00:01.000Z",
  ackedFence: 1,
  finishedAt: "2026-05-04T10:00:02.000Z",
  expiresAt: "2026-05-04T11:00:00.000Z",
  progress: null,
  output: { answer: "pong" },
  error: null,
};

it.each([
  ["online", "Sent."],
  ["offline", "The command waits until the executor is online again."],
] as const)("says when a command is executed: %s", async (presence, message) => {
  const calls = answerWith(({ method }) =>
    method === "GET" ? { body: { items: [], nextCursor: null } } : { status: 201, body: command },
  );
  const onDone = vi.fn();
  const executor = { ...sampleExecutor, presence };
  const { user, toasts } = show(<ExecutorCommands executor={executor} types={[ping]} canCommand onDone={onDone} />);
  expect(await screen.findByText("No commands yet.")).toBeDefined();
  await user.click(submit());
  await waitFor(() => expect(toasts[0]?.message).toBe(message));
  expect(calls.find(({ method }) => method === "POST")?.body).toEqual({ type: "ping", payload: {} });
  expect(onDone).toHaveBeenCalledOnce();
});

it("shows the output of a command, which cannot be cancelled any more", async () => {
  answerWith(() => ({ body: { items: [command], nextCursor: null } }));
  const { user } = show(<ExecutorCommands executor={sampleExecutor} types={[ping]} canCommand onDone={() => {}} />);
  await user.click(await screen.findByText("#7"));
  expect(screen.getByText(/pong/)).toBeDefined();
  expect(screen.queryByRole("button", { name: /Cancel/ })).toBeNull();
});

it("loads older commands on demand", async () => {
  const calls = answerWith(({ path }) =>
    path.includes("cursor=")
      ? { body: { items: [{ ...command, id: "cmd_0", seq: 6 }], nextCursor: null } }
      : { body: { items: [command], nextCursor: "cmd_1" } },
  );
  const { user } = show(<ExecutorCommands executor={sampleExecutor} types={[ping]} canCommand onDone={() => {}} />);
  await user.click(await screen.findByRole("button", { name: "Older commands" }));
  expect(await screen.findByText("#6")).toBeDefined();
  expect(screen.getByText("#7")).toBeDefined();
  expect(calls[1]?.path).toBe("/api/executors/exr_1/commands?limit=20&cursor=cmd_1");
});

it("shows commands to people who may send none, without the form", async () => {
  answerWith(() => ({ body: { items: [command], nextCursor: null } }));
  show(<ExecutorCommands executor={sampleExecutor} types={[ping]} canCommand={false} onDone={() => {}} />);
  expect(await screen.findByText("#7")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Send command" })).toBeNull();
});

it("says why the commands cannot be shown", async () => {
  answerWith(() => refusal(503, "The database is unavailable."));
  show(<ExecutorCommands executor={sampleExecutor} types={[ping]} canCommand onDone={() => {}} />);
  expect((await screen.findByRole("alert")).textContent).toBe("The database is unavailable.");
});
