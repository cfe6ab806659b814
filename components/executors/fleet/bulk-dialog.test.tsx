import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import type { CommandFormView } from "../commands/schema-fields-rules";
import BulkDialog from "./bulk-dialog";

const button = (name: string) => screen.getByRole("button", { name });
const ping: CommandFormView = {
  type: "ping",
  summary: "Answers with its time.",
  ttlSeconds: 300,
  fields: [
    {
      name: "message",
      label: "Message",
      kind: "text",
      isRequired: false,
      isWhole: false,
      choices: [],
    },
  ],
};
const results = [
  { id: "exr_1", name: "Leipzig", ok: true, message: "It gets the command." },
  { id: "exr_2", name: "", ok: false, message: "It is revoked." },
];
const verdict = (affected: number, dryRun: boolean) => ({ body: { affected, results, dryRun } });
const ids = ["exr_1", "exr_2"];
const templates = [{ id: "tpl_1", name: "Shops" }];

function dialog(onClose = vi.fn()) {
  return { onClose, ...show(<BulkDialog ids={ids} types={[ping]} templates={templates} onClose={onClose} />) };
}

it("says how many executors are chosen", () => {
  answerWith(() => ({}));
  dialog();
  expect(screen.getByRole("dialog", { name: "Apply an action to 2 executors" })).toBeDefined();
});

it("previews a command without sending it, and keeps what was typed for a second attempt", async () => {
  const calls = answerWith(() => verdict(1, true));
  const { user } = dialog();
  await user.type(await screen.findByLabelText(/^Message/), "hello");
  await user.click(button("Show what would happen"));
  expect(await screen.findByRole("dialog", { name: "Preview" })).toBeDefined();
  expect(calls[0]?.body).toMatchObject({
    ids,
    action: { kind: "command", type: "ping", payload: { message: "hello" } },
    dryRun: true,
  });
  await user.click(button("Back"));
  expect(screen.getByLabelText(/^Message/)).toHaveProperty("value", "hello");
  expect(screen.getByRole("dialog", { name: /Apply an action/ })).toBeDefined();
});

it("shows an executor without a name by its id, with the reason", async () => {
  answerWith(() => verdict(1, true));
  const { user } = dialog();
  await user.click(await screen.findByText("Show what would happen"));
  const row = within(await screen.findByRole("row", { name: /exr_2/ }));
  expect(row.getByText("no")).toBeDefined();
  expect(row.getByText("It is revoked.")).toBeDefined();
  expect(screen.getByRole("region", { name: "Result for each executor" }).tabIndex).toBe(0);
});

it("applies nothing where nothing is affected", async () => {
  answerWith(() => verdict(0, true));
  const { user } = dialog();
  await user.click(await screen.findByText("Show what would happen"));
  expect((await screen.findByRole("status")).textContent).toBe("0 of 2 would be affected. Nothing has happened yet.");
  expect(button("Apply to 0")).toHaveProperty("disabled", true);
});

it("assigns a template, loading meanwhile, with one key for a repetition", async () => {
  const keys: (string | null)[] = [];
  const applied = pending<object>();
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    const { dryRun } = JSON.parse(String(init.body));
    if (!dryRun) keys.push(new Headers(init.headers).get("idempotency-key"));
    return Response.json(dryRun ? verdict(2, true).body : await applied.promise);
  });
  const { user, onClose } = dialog();
  await user.click(await screen.findByRole("radio", { name: "Template" }));
  await user.click(screen.getByLabelText("Template", { selector: "input:not([type=radio])" }));
  await user.click(await screen.findByRole("option", { name: "Shops" }));
  await user.click(button("Show what would happen"));
  await user.click(await screen.findByRole("button", { name: "Apply to 2" }));
  await waitFor(() => expect(button("Apply to 2").dataset.loading).toBe("true"));
  applied.end(verdict(2, false).body);
  expect((await screen.findByRole("status")).textContent).toBe("2 of 2 were affected.");
  expect(keys).toEqual([expect.stringMatching(/.{16,}/)]);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(onClose).toHaveBeenCalledWith(true));
});

it("keeps the preview when the action is refused", async () => {
  answerWith(({ body }) => (Object(body).dryRun ? verdict(1, true) : refusal(429, "Too many requests.")));
  const { user, toasts } = dialog();
  await user.click(await screen.findByText("Show what would happen"));
  await user.click(await screen.findByRole("button", { name: "Apply to 1" }));
  await waitFor(() => expect(toasts).toEqual([{ message: "Too many requests.", tone: "failed" }]));
  expect(screen.getByRole("dialog", { name: "Preview" })).toBeDefined();
});

it("does not revoke for another number", async () => {
  const calls = answerWith(() => verdict(1, true));
  const { user } = dialog();
  await user.click(await screen.findByRole("radio", { name: "Revoke" }));
  await user.click(button("Show what would happen"));
  await user.type(await screen.findByLabelText(/Type 1 to confirm/), "2");
  expect(button("Revoke 1")).toHaveProperty("disabled", true);
  expect(calls).toHaveLength(1);
});

it("reports that nothing was applied when it is closed before", async () => {
  answerWith(() => verdict(1, true));
  const { user, onClose } = dialog();
  await screen.findByText("Show what would happen");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(onClose).toHaveBeenCalledWith(false));
});
