import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleConfig, sampleExecutor, sampleTemplate } from "@/components/testing/samples";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { TemplateView } from "@/lib/executors/templates/contract";
import CreateTemplate from "./create-template";
import { TemplateDetail } from "./template-detail";
import { TemplateDanger, TemplateForm } from "./template-form";
import { TemplateList } from "./template-list";
import { TemplateMembers } from "./template-members";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const button = (name: string) => screen.getByRole("button", { name });
const unused = { ...sampleTemplate, executors: 0 };
const list = { nextCursor: null, base: sampleConfig, userId: "usr_1" };

it("explains where to start, and opens the form with the focus on the name", async () => {
  const { user } = show(<TemplateList {...list} items={[]} canManage />);
  expect(screen.getByText("No templates yet.")).toBeDefined();
  await user.click(button("Create your first template"));
  await screen.findByRole("dialog", { name: "New template" });
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(button("Create your first template")));
});

it("offers people who may only read no form, and links to older templates", () => {
  const { rerender } = show(<TemplateList {...list} items={[]} canManage={false} />);
  expect(screen.queryByRole("button")).toBeNull();
  rerender(<TemplateList {...list} items={[sampleTemplate]} nextCursor="tpl_1" canManage={false} />);
  expect(screen.getByRole("link", { name: "Older templates" }).getAttribute("href")).toContain("cursor=tpl_1");
  expect(screen.getByRole("link", { name: "Shops" }).getAttribute("href")).toBe("/executors/templates/tpl_1");
});

it("creates no template from a name of spaces, or with a feature that is named twice", async () => {
  const { user } = show(<CreateTemplate base={sampleConfig} onClose={() => {}} />);
  await user.type(screen.getByLabelText("Name"), "   ");
  expect(button("Create template")).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("Name"), "Tills");
  expect(button("Create template")).toHaveProperty("disabled", false);
  for (const row of [1, 2]) {
    await user.click(button("Add feature"));
    await user.clear(screen.getByLabelText(`Name of feature ${row}`));
    await user.type(screen.getByLabelText(`Name of feature ${row}`), "print");
  }
  expect(button("Create template")).toHaveProperty("disabled", true);
});

it("shows the values of the layer below, and keeps loading until the page of the template opens", async () => {
  const answer = pending<{ status: number; body: unknown }>();
  answerWith(() => answer.promise);
  const { user, router } = show(<CreateTemplate base={sampleConfig} onClose={() => {}} />);
  expect(screen.getByPlaceholderText("127.0.0.1")).toBe(screen.getByLabelText("ZeroMQ host"));
  await user.type(screen.getByLabelText("Name"), "Tills{Enter}");
  await waitFor(() => expect(button("Create template").dataset.loading).toBe("true"));
  answer.end({ status: 201, body: { ...sampleTemplate, id: "tpl_7" } });
  await waitFor(() => expect(router.push).toHaveBeenCalledWith("/executors/templates/tpl_7"));
  expect(button("Create template").dataset.loading).toBe("true");
});

it("puts the focus on a name that is taken, and keeps what was typed", async () => {
  answerWith(() => refusal(409, "Refused.", [{ path: "name", message: "You have a template of this name." }]));
  const { user, router } = show(<CreateTemplate base={sampleConfig} onClose={() => {}} />);
  await user.type(screen.getByLabelText("ZeroMQ port"), "5556");
  await user.type(screen.getByLabelText("Name"), "Shops{Enter}");
  expect(await screen.findByText("You have a template of this name.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  expect(screen.getByLabelText("ZeroMQ port")).toHaveProperty("value", "5556");
  expect(router.push).not.toHaveBeenCalled();
});

const form = { template: sampleTemplate, base: sampleConfig, canManage: true, onDone: async () => {} };

it("saves a new name without a new version", async () => {
  const calls = answerWith(() => ({ body: { ...sampleTemplate, name: "Shops 2" } }));
  const onSaved = vi.fn();
  const { user, toasts } = show(<TemplateForm {...form} onSaved={onSaved} />);
  await user.type(screen.getByLabelText("Name"), " 2");
  await user.click(button("Save"));
  await waitFor(() => expect(toasts).toEqual([{ message: "Saved.", tone: "done" }]));
  expect(calls.map(({ method, body }) => [method, body])).toEqual([["PATCH", { name: "Shops 2" }]]);
  expect(onSaved).not.toHaveBeenCalled();
});

it("shows what a version changes, and says where a refused field is", async () => {
  answerWith(() => refusal(422, "Refused.", [{ path: "settings.zmqHost", message: "Use a host name." }]));
  const { user } = show(<TemplateForm {...form} onSaved={() => {}} />);
  await user.type(screen.getByLabelText("ZeroMQ host"), "till");
  expect(screen.getByRole("rowheader", { name: "zmqHost" })).toBeDefined();
  await user.click(button("Save as version 3"));
  expect(await screen.findByText("Use a host name.")).toBeDefined();
  expect(screen.getByRole("alert").textContent).toBe("Correct the marked fields.");
  await user.clear(screen.getByLabelText("ZeroMQ host"));
  expect(screen.queryByRole("rowheader", { name: "zmqHost" })).toBeNull();
  expect(button("Save")).toHaveProperty("disabled", true);
});

it("saves over what somebody else saved only after the person decided it", async () => {
  const calls = answerWith(() => ({ body: { ...sampleTemplate, version: 4 } }));
  const { user, rerender } = show(<TemplateForm {...form} onSaved={() => {}} />);
  await user.type(screen.getByLabelText("ZeroMQ port"), "5556");
  const theirs: TemplateView = { ...sampleTemplate, version: 3, settings: { zmqPort: 7000 } };
  rerender(<TemplateForm {...form} template={theirs} onSaved={() => {}} />);
  await user.click(button("Keep my changes"));
  expect(screen.queryByText("Somebody else changed this in the meantime")).toBeNull();
  await user.click(button("Save as version 4"));
  await waitFor(() => expect(calls).toHaveLength(1));
  expect(calls[0]?.body).toEqual({ settings: { zmqPort: 5556 }, ifVersion: 3 });
});

it("shows the settings to people who may not change them", () => {
  show(<TemplateForm {...form} canManage={false} onSaved={() => {}} />);
  expect(screen.getByLabelText("Name").matches(":disabled")).toBe(true);
  expect(screen.getByLabelText("ZeroMQ port").matches(":disabled")).toBe(true);
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
});

it("deletes a template after a confirmation, which has the focus", async () => {
  const calls = answerWith(() => ({}));
  const { user, router, toasts } = show(<TemplateDanger template={unused} />);
  await user.click(button("Delete"));
  const dialog = within(await screen.findByRole("dialog", { name: "Delete the template" }));
  const confirm = dialog.getByRole("button", { name: "Delete permanently" });
  await waitFor(() => expect(document.activeElement).toBe(confirm));
  expect(calls).toEqual([]);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(router.push).toHaveBeenCalledWith("/executors/templates"));
  expect(calls).toEqual([{ method: "DELETE", path: "/api/executor-templates/tpl_1", body: undefined }]);
  expect(toasts).toEqual([{ message: "Shops is deleted.", tone: "done" }]);
});

it("keeps a template that cannot be deleted, says why, and gives the focus back", async () => {
  answerWith(() => refusal(409, "An executor follows it."));
  const { user, router } = show(<TemplateDanger template={unused} />);
  await user.click(button("Delete"));
  await user.click(await screen.findByRole("button", { name: "Delete permanently" }));
  expect((await screen.findByRole("alert")).textContent).toBe("An executor follows it.");
  await user.click(button("Cancel"));
  await waitFor(() => expect(document.activeElement).toBe(button("Delete")));
  expect(router.push).not.toHaveBeenCalled();
});

it("says what to do before a template that is in use can be deleted", () => {
  show(<TemplateDanger template={sampleTemplate} />);
  expect(screen.getByText("Executors follow it. Give them another template first.")).toBeDefined();
  expect(button("Delete")).toHaveProperty("disabled", true);
});

it("lists who follows a template, and how executors come to follow it", () => {
  const { rerender } = show(
    <TemplateMembers templateId="tpl_1" members={{ items: [], nextCursor: null }} listPath="/executors" />,
  );
  expect(screen.getByText("No executor follows this template.")).toBeDefined();
  const members = { items: [sampleExecutor], nextCursor: null };
  rerender(<TemplateMembers templateId="tpl_1" members={members} listPath="/executors" />);
  expect(screen.getByRole("link", { name: "Shop in Leipzig" })).toBeDefined();
  expect(screen.queryByRole("link", { name: "Show all" })).toBeNull();
});

const page = (initial: TemplateView, canManage = true) => (
  <TemplateDetail
    initial={initial}
    initialRollouts={[]}
    initialMembers={{ items: [], nextCursor: null }}
    base={sampleConfig}
    channel="c"
    isStaff={false}
    canManage={canManage}
  />
);

/** The panel's answers to reads of a template that has the state `current.template`. */
function panelWith(current: { template: TemplateView }) {
  return answerWith(({ method, path }) => {
    if (method === "PATCH") current.template = { ...current.template, version: 3, settings: { zmqPort: 5556 } };
    const isTemplate = method === "PATCH" || path === "/api/executor-templates/tpl_1";
    return { body: isTemplate ? current.template : { items: [], nextCursor: null } };
  });
}

it("opens the roll-outs after a new version was saved", async () => {
  panelWith({ template: sampleTemplate });
  const { user } = show(page(sampleTemplate));
  await user.click(screen.getByRole("tab", { name: "Settings" }));
  await user.type(screen.getByLabelText("ZeroMQ port"), "5556");
  await user.click(button("Save as version 3"));
  expect(await screen.findByText("Roll out version 3")).toBeDefined();
  expect(screen.getByRole("tab", { name: "Roll-outs", selected: true })).toBeDefined();
  expect(screen.getByText(/^Version 3; new executors get version 1; 4 executors follow it\.$/)).toBeDefined();
});

it("reads the template again when one of its executors changes", async () => {
  const current = { template: sampleTemplate };
  panelWith(current);
  const { connect, emit } = await showLive(page(sampleTemplate, false), "/executors/templates/tpl_1");
  await connect();
  current.template = { ...sampleTemplate, name: "Tills", executors: 1 };
  await emit("c", "executor.changed", { executorId: "exr_1", what: "config" });
  expect(await screen.findByRole("heading", { name: "Tills" })).toBeDefined();
  expect(screen.getByText(/1 executor follows it\.$/)).toBeDefined();
});
