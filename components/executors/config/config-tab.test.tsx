import { screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { sampleConfig, sampleExecutor, sampleTemplate } from "@/components/testing/samples";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import type { ExecutorView } from "@/lib/executors/contract";
import type { TemplateView } from "@/lib/executors/templates/contract";
import { ConfigVersions } from "./config-versions";
import ExecutorConfigTab from "./executor-config";

const at = "2026-05-04T10:00:00.000Z";
const button = (name: string) => screen.getByRole("button", { name });
const versions = [
  { version: 3, config: { ...sampleConfig, zmqPort: 7000 }, cause: "changed", author: "Ada", at },
  { version: 2, config: { ...sampleConfig, zmqPort: 6000 }, cause: "changed", author: null, at },
  { version: 1, config: sampleConfig, cause: "created", author: null, at },
];
const change = { path: "zmqPort", before: 5555, after: 6000 };

function tab(executor: ExecutorView = sampleExecutor, template: TemplateView | null = null, canManage = true) {
  const onDone = vi.fn(async () => {});
  const props = { executor, template, canManage, onDone, base: sampleConfig };
  return { onDone, ...show(<ExecutorConfigTab {...props} />) };
}
const setBy = (path: string) => within(screen.getByRole("row", { name: new RegExp(path) })).getAllByRole("cell")[1];

it("says which layer sets each value", () => {
  answerWith(() => ({ body: { items: [] } }));
  const config = { ...sampleConfig, zmqPort: 6000, zmqHost: "till", commandTimeoutMs: 9_000 };
  const executor = {
    ...sampleExecutor,
    config,
    overrides: { zmqHost: "till" },
    templateId: "tpl_1",
    templateVersion: 2,
  };
  tab(executor, { ...sampleTemplate, version: 2 });
  expect(setBy("zmqHost")?.textContent).toBe("this executor");
  expect(setBy("zmqPort")?.textContent).toBe("Shops, version 2");
  expect(setBy("heartbeatIntervalMs")?.textContent).toBe("the panel");
});

it("says that an older version is still in use, and that a newer one waits for a roll-out", () => {
  answerWith(() => ({ body: { items: [] } }));
  const executor = { ...sampleExecutor, drifted: true, appliedVersion: 2, templateId: "tpl_1", templateVersion: 1 };
  tab(executor, sampleTemplate);
  expect(screen.getByText(/still uses version 2, but version 3 is assigned/)).toBeDefined();
  expect(screen.getByText(/newer version 2; a roll-out applies it here/)).toBeDefined();
});

it("shows the configuration to people who may not change it, without a form", () => {
  answerWith(() => ({ body: { items: [] } }));
  tab(sampleExecutor, null, false);
  expect(screen.getByRole("region", { name: "Active configuration" })).toBeDefined();
  expect(screen.queryByText("Its own settings")).toBeNull();
});

it("shows what changes before it saves, and takes the preview back when something else is typed", async () => {
  const calls = answerWith(({ method }) => ({ body: method === "GET" ? { items: [] } : { changes: [change] } }));
  const { user, onDone, toasts } = tab();
  expect(button("Show what would change")).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("ZeroMQ port"), "6000");
  await user.click(button("Show what would change"));
  expect(await screen.findByRole("button", { name: "Save" })).toBeDefined();
  expect(screen.getAllByText("6000").length).toBeGreaterThan(0);
  await user.type(screen.getByLabelText("ZeroMQ host"), "x");
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
  await user.click(button("Show what would change"));
  await user.click(await screen.findByRole("button", { name: "Save" }));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  const bodies = calls.filter(({ method }) => method === "PATCH").map(({ body }) => body);
  expect(bodies.at(-1)).toEqual({ overrides: { zmqPort: 6000, zmqHost: "x" }, dryRun: false, ifVersion: 3 });
  expect(bodies.map((body) => Object(body).dryRun)).toEqual([true, true, false]);
  expect(toasts[0]?.message).toContain("Saved.");
});

it("loads while it asks, and continues editing from the preview", async () => {
  const answer = pending<{ body: unknown }>();
  answerWith(({ method }) => (method === "GET" ? { body: { items: [] } } : answer.promise));
  const { user } = tab();
  await user.type(screen.getByLabelText("ZeroMQ port"), "6000");
  await user.click(button("Show what would change"));
  await waitFor(() => expect(button("Show what would change").dataset.loading).toBe("true"));
  answer.end({ body: { changes: [] } });
  expect(await screen.findByText("The active configuration does not change.")).toBeDefined();
  await user.click(button("Continue editing"));
  expect(button("Show what would change")).toBeDefined();
  expect(screen.getByLabelText("ZeroMQ port")).toHaveProperty("value", "6000");
});

function Changing() {
  const [version, setVersion] = useState(3);
  const overrides = version === 3 ? {} : { zmqPort: 7000 };
  const executor = { ...sampleExecutor, configVersion: version, overrides };
  return (
    <>
      <button type="button" onClick={() => setVersion(4)}>
        Somebody else saves
      </button>
      <ExecutorConfigTab executor={executor} template={null} base={sampleConfig} canManage onDone={async () => {}} />
    </>
  );
}

it("asks which values count when somebody else saved meanwhile, and takes the current ones", async () => {
  answerWith(() => ({ body: { items: [] } }));
  const { user } = show(<Changing />);
  await user.type(screen.getByLabelText("ZeroMQ host"), "till");
  await user.click(button("Somebody else saves"));
  expect(screen.getByText("Somebody else changed this in the meantime")).toBeDefined();
  expect(button("Show what would change")).toHaveProperty("disabled", true);
  await user.click(button("Show the current values"));
  expect(screen.getByLabelText("ZeroMQ host")).toHaveProperty("value", "");
  expect(screen.getByLabelText("ZeroMQ port")).toHaveProperty("value", "7000");
});

it("keeps the person's own values on request", async () => {
  answerWith(() => ({ body: { items: [] } }));
  const { user } = show(<Changing />);
  await user.type(screen.getByLabelText("ZeroMQ host"), "till");
  await user.click(button("Somebody else saves"));
  await user.click(button("Keep my changes"));
  expect(screen.getByLabelText("ZeroMQ host")).toHaveProperty("value", "till");
  expect(button("Show what would change")).toHaveProperty("disabled", false);
});

it("follows the saved values where nothing was typed", async () => {
  answerWith(() => ({ body: { items: [] } }));
  const { user } = show(<Changing />);
  await user.click(button("Somebody else saves"));
  expect(screen.queryByText("Somebody else changed this in the meantime")).toBeNull();
  expect(screen.getByLabelText("ZeroMQ port")).toHaveProperty("value", "7000");
});

it("compares the newest two versions, and any others", async () => {
  answerWith(() => ({ body: { items: versions } }));
  const { user } = show(<ConfigVersions executor={sampleExecutor} canManage onDone={() => {}} />);
  const from = await screen.findByLabelText("From", { selector: "input" });
  expect(from).toHaveProperty("value", "Version 2");
  expect(screen.getByText("7000")).toBeDefined();
  await user.click(from);
  await user.click(await screen.findByRole("option", { name: "Version 3" }));
  expect(screen.getByText("The two versions are the same.")).toBeDefined();
});

it("restores nothing for people without the right, nor the active version", async () => {
  answerWith(() => ({ body: { items: versions } }));
  const { unmount } = show(<ConfigVersions executor={sampleExecutor} canManage={false} onDone={() => {}} />);
  await screen.findByText("active");
  expect(screen.queryByRole("button", { name: /Restore/ })).toBeNull();
  unmount();
  show(<ConfigVersions executor={sampleExecutor} canManage onDone={() => {}} />);
  await screen.findByText("active");
  expect(screen.queryByRole("button", { name: "Restore version 3" })).toBeNull();
  expect(button("Restore version 1")).toBeDefined();
});

it("says why versions cannot be shown, and why one cannot be restored", async () => {
  let isAway = true;
  answerWith(({ method }) => {
    if (method !== "GET") return refusal(409, "The executor is revoked.");
    return isAway ? refusal(503, "The database is unavailable.") : { body: { items: versions } };
  });
  const { unmount } = show(<ConfigVersions executor={sampleExecutor} canManage onDone={() => {}} />);
  expect((await screen.findByRole("alert")).textContent).toBe("The database is unavailable.");
  unmount();
  isAway = false;
  const { user } = show(<ConfigVersions executor={sampleExecutor} canManage onDone={() => {}} />);
  await user.click(await screen.findByRole("button", { name: "Restore version 1" }));
  await user.click(await screen.findByRole("button", { name: "Restore" }));
  expect((await screen.findByRole("alert")).textContent).toBe("The executor is revoked.");
});
