import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleConfig, sampleExecutor, sampleTemplate } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import { CommandForm } from "./commands/command-form";
import type { CommandFormView } from "./commands/schema-fields-rules";
import ExecutorConfigTab from "./config/executor-config";
import { ExecutorDanger } from "./credentials/executor-danger";
import ExecutorSettings from "./executor-settings";
import CreateTemplate from "./templates/create-template";
import { TemplateForm } from "./templates/template-form";

const button = (name: string) => screen.getByRole("button", { name });

it("creates a template with its settings, and opens its page", async () => {
  const calls = answerWith(() => ({ status: 201, body: sampleTemplate }));
  const { user, router } = show(<CreateTemplate base={sampleConfig} onClose={() => {}} />);
  expect(button("Create template")).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("Name"), "Shops");
  await user.type(screen.getByLabelText("ZeroMQ port"), "5556");
  await user.click(button("Create template"));
  await waitFor(() => expect(router.push).toHaveBeenCalledWith("/executors/templates/tpl_1"));
  expect(calls[0]?.body).toEqual({ name: "Shops", settings: { zmqPort: 5556 } });
});

it("marks a setting that is refused", async () => {
  answerWith(() => refusal(422, "Refused.", [{ path: "settings.zmqHost", message: "Use a host name." }]));
  const { user } = show(<CreateTemplate base={sampleConfig} onClose={() => {}} />);
  await user.type(screen.getByLabelText("Name"), "Shops");
  await user.type(screen.getByLabelText("ZeroMQ host"), "till{Enter}");
  expect(await screen.findByText("Use a host name.")).toBeDefined();
});

it("shows a message about all settings, which belongs to no field", async () => {
  answerWith(() => refusal(422, "Refused.", [{ path: "settings", message: "Too many settings." }]));
  const { user } = show(<CreateTemplate base={sampleConfig} onClose={() => {}} />);
  await user.type(screen.getByLabelText("Name"), "Shops{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("Too many settings.");
});

const form = { template: sampleTemplate, base: sampleConfig, canManage: true };

it("saves settings as the next version", async () => {
  const calls = answerWith(() => ({ body: { ...sampleTemplate, version: 3 } }));
  const [onDone, onSaved] = [vi.fn(async () => {}), vi.fn()];
  const { user, toasts } = show(<TemplateForm {...form} onDone={onDone} onSaved={onSaved} />);
  expect(button("Save")).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("ZeroMQ port"), "5556");
  await user.click(button("Save as version 3"));
  await waitFor(() => expect(onSaved).toHaveBeenCalledOnce());
  expect(calls[0]?.body).toEqual({ settings: { zmqPort: 5556 }, ifVersion: 2 });
  expect(toasts[0]?.message).toBe("Version 3 is saved. You can roll it out now or later.");
});

it("keeps a draft and loads the current values when somebody else saved in the meantime", async () => {
  const problem = { title: "", status: 409, detail: "It was changed.", code: "changed_meanwhile", requestId: "" };
  answerWith(() => ({ status: 409, body: problem }));
  const onDone = vi.fn(async () => {});
  const { user } = show(<TemplateForm {...form} onDone={onDone} onSaved={() => {}} />);
  await user.type(screen.getByLabelText("ZeroMQ port"), "5556");
  await user.click(button("Save as version 3"));
  expect((await screen.findByRole("alert")).textContent).toBe("It was changed.");
  expect(onDone).toHaveBeenCalledOnce();
  expect(screen.getByLabelText("ZeroMQ port")).toHaveProperty("value", "5556");
});

it("asks the person to decide where others saved other values", async () => {
  const { user, rerender } = show(<TemplateForm {...form} onDone={async () => {}} onSaved={() => {}} />);
  await user.type(screen.getByLabelText("ZeroMQ port"), "5556");
  const theirs = { ...sampleTemplate, version: 3, settings: { zmqPort: 7000 } };
  rerender(<TemplateForm {...form} template={theirs} onDone={async () => {}} onSaved={() => {}} />);
  expect(screen.getByRole("status").textContent).toContain("Somebody else changed this in the meantime");
  expect(button("Save as version 4")).toHaveProperty("disabled", true);
  await user.click(button("Show the current values"));
  expect(screen.getByLabelText("ZeroMQ port")).toHaveProperty("value", "7000");
});

const settings = { executor: sampleExecutor, templates: [{ id: "tpl_1", name: "Shops" }] };

it("saves a name at once", async () => {
  const calls = answerWith(() => ({ body: { ...sampleExecutor, changes: [] } }));
  const onDone = vi.fn();
  const { user, toasts } = show(<ExecutorSettings {...settings} onDone={onDone} />);
  await user.type(screen.getByLabelText("Name"), " 2");
  await user.click(button("Save changes"));
  await waitFor(() => expect(toasts[0]?.message).toBe("Saved."));
  expect(calls.map(({ body }) => body)).toEqual([{ name: "Shop in Leipzig 2", dryRun: false }]);
  expect(onDone).toHaveBeenCalledOnce();
});

it("shows what another template changes before it is saved", async () => {
  const changes = [{ path: "zmqPort", before: 5555, after: 7000 }];
  const calls = answerWith(() => ({ body: { ...sampleExecutor, changes } }));
  const { user, toasts } = show(<ExecutorSettings {...settings} onDone={() => {}} />);
  await user.click(screen.getByLabelText("Template", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "Shops" }));
  await user.click(button("Save changes"));
  await screen.findByRole("dialog", { name: "Another template" });
  expect(screen.getByRole("rowheader", { name: "zmqPort" })).toBeDefined();
  await user.click(button("Save"));
  await waitFor(() => expect(toasts[0]?.message).toBe("Saved."));
  expect(calls.map(({ body }) => body)).toEqual([
    { templateId: "tpl_1", dryRun: true },
    { templateId: "tpl_1", dryRun: false },
  ]);
});

it("revokes an executor once its name is typed", async () => {
  const calls = answerWith(() => ({}));
  const onDone = vi.fn();
  const { user, toasts } = show(<ExecutorDanger executor={sampleExecutor} onDone={onDone} />);
  await user.click(button("Revoke"));
  await user.type(await screen.findByLabelText("Type Shop in Leipzig to confirm"), "Shop in Leipzig{Enter}");
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(toasts[0]?.message).toBe("Shop in Leipzig is revoked.");
  expect(calls[0]).toMatchObject({ method: "DELETE", path: "/api/executors/exr_1" });
});

it("rotates a secret, and shows it until it is confirmed", async () => {
  const calls = answerWith(() => ({ body: { secret: "exs_new", previousUntil: "2026-05-04T11:00:00.000Z" } }));
  const onDone = vi.fn();
  const { user } = show(<ExecutorDanger executor={sampleExecutor} onDone={onDone} />);
  await user.click(button("Rotate"));
  await user.click(await screen.findByRole("button", { name: "Create a new secret" }));
  expect(await screen.findByText("exs_new")).toBeDefined();
  expect(screen.getByText(/The old secret works until 2026-05-04 11:00 UTC/)).toBeDefined();
  expect(calls[0]?.body).toEqual({ overlapMinutes: 60 });
  await user.keyboard("{Escape}");
  expect(onDone).not.toHaveBeenCalled();
  await user.click(button("Done"));
  expect(onDone).toHaveBeenCalledOnce();
});

it("offers nothing for a revoked executor", () => {
  show(<ExecutorDanger executor={{ ...sampleExecutor, presence: "revoked" }} onDone={() => {}} />);
  expect(screen.queryByRole("button")).toBeNull();
});

const versions = { body: { items: [] } };

it("shows what a setting of its own changes, then saves it", async () => {
  const changes = [{ path: "zmqPort", before: 5555, after: 7000 }];
  const calls = answerWith(({ method }) => (method === "GET" ? versions : { body: { ...sampleExecutor, changes } }));
  const onDone = vi.fn(async () => {});
  const tab = { executor: sampleExecutor, template: null, base: sampleConfig, canManage: true, onDone };
  const { user, toasts } = show(<ExecutorConfigTab {...tab} />);
  await user.type(screen.getByLabelText("ZeroMQ port"), "7000");
  await user.click(button("Show what would change"));
  await user.click(await screen.findByRole("button", { name: "Save" }));
  await waitFor(() => expect(toasts[0]?.message).toContain("Saved."));
  const sent = calls.filter(({ method }) => method === "PATCH").map(({ body }) => body);
  expect(sent).toEqual([
    { overrides: { zmqPort: 7000 }, dryRun: true, ifVersion: 3 },
    { overrides: { zmqPort: 7000 }, dryRun: false, ifVersion: 3 },
  ]);
  expect(onDone).toHaveBeenCalledOnce();
});

it("marks a setting of its own that is refused, and says so beside the button", async () => {
  answerWith(({ method }) =>
    method === "GET"
      ? versions
      : refusal(422, "Refused.", [{ path: "overrides.zmqPort", message: "The port is reserved." }]),
  );
  const tab = { executor: sampleExecutor, template: null, base: sampleConfig, canManage: true };
  const { user } = show(<ExecutorConfigTab {...tab} onDone={async () => {}} />);
  await user.type(screen.getByLabelText("ZeroMQ port"), "80");
  await user.click(button("Show what would change"));
  expect(await screen.findByText("The port is reserved.")).toBeDefined();
  expect(screen.getByRole("alert").textContent).toBe("Correct the marked fields.");
});

const types: CommandFormView[] = [
  {
    type: "print",
    summary: "Prints a text.",
    ttlSeconds: 60,
    fields: [{ name: "text", label: "Text", kind: "text", isRequired: true, isWhole: false, choices: [] }],
  },
];

it("sends a command once its required fields are filled in, and empties them", async () => {
  const onSend = vi.fn(async () => {});
  const { user } = show(<CommandForm types={types} submitLabel="Send command" onSend={onSend} />);
  expect(button("Send command")).toHaveProperty("disabled", true);
  const field = screen.getByLabelText(/^text/i);
  await user.type(field, "Hello{Enter}");
  await waitFor(() => expect(onSend).toHaveBeenCalledWith({ type: "print", payload: { text: "Hello" } }));
  await waitFor(() => expect(screen.getByLabelText(/^text/i)).toHaveProperty("value", ""));
});
