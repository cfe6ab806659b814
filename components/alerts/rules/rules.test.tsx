import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { english } from "@/components/testing/english";
import { answerWith, show } from "@/components/testing/show";
import type { PreviewView, RuleView } from "@/lib/alerts/contract";
import { bodyOf, draftOf, emptyDraft, fieldOf, summarisePreview } from "./rule-draft";
import { RuleForm, type SubjectChoice } from "./rule-form";
import { RuleList } from "./rule-list";

const t = english("alerts.rules");

const id = "alr_01m7yerz06t55jkwjn8hw0n78j";
const rule: RuleView = {
  id,
  name: "CPU of a machine",
  owner: null,
  subject: { kind: "machine", id: null },
  metric: "cpu.percent",
  operator: ">",
  warning: 90,
  critical: null,
  clearAt: 80,
  forSeconds: 900,
  keepForSeconds: 60,
  missing: "ignore",
  channels: { warning: [], critical: [] },
  escalation: { afterSeconds: 600, channels: [] },
  enabled: true,
  isShipped: true,
  firing: 2,
  createdAt: "2026-01-01T00:00:00.000Z",
};
const subjects: SubjectChoice[] = [
  { kind: "machine", label: "Machine", objects: [{ id: "mch_1", name: "shop" }] },
  { kind: "panel", label: "Panel", objects: [] },
];
const preview: PreviewView = {
  wouldHaveFired: [
    { from: "2026-01-01T10:00:00.000Z", to: null, severity: "warning", subject: { id: "mch_1", name: "shop" } },
  ],
  days: 7,
  lookedAt: 1,
  of: 2,
  isStored: true,
};

it("turns empty fields into absent thresholds, and keeps what the form does not show", () => {
  expect(bodyOf(emptyDraft, null)).toMatchObject({ warning: 90, critical: null, clearAt: null, enabled: true });
  expect(bodyOf({ ...draftOf(rule), warning: "" }, { ...rule, enabled: false })).toMatchObject({
    warning: null,
    escalation: { afterSeconds: 600 },
    enabled: false,
    subject: { kind: "machine" },
  });
  expect(["subject.id", "channels.critical", "warning"].map(fieldOf)).toEqual([
    "subjectId",
    "criticalChannels",
    "warning",
  ]);
});

it("says in words what a preview found", () => {
  expect(summarisePreview(t, preview)).toBe(
    "This rule would have fired once in the last 7 days. Looked at 1 of 2 objects.",
  );
  expect(summarisePreview(t, { ...preview, wouldHaveFired: [], of: 1 })).toMatch(/would not have fired/);
  expect(summarisePreview(t, { ...preview, isStored: false })).toMatch(/not stored/);
});

it("lists rules, and switches one off", async () => {
  const calls = answerWith(() => ({ body: { ...rule, enabled: false } }));
  const { user } = show(<RuleList rules={[rule]} canManage isStaff />);
  const row = screen.getByRole("row", { name: /CPU of a machine/ });
  expect(row.textContent).toContain("CPU, machines");
  expect(row.textContent).toContain("> 90 %");
  expect(row.textContent).toContain("15 min");
  await user.click(within(row).getByRole("switch", { name: "CPU of a machine is on" }));
  await waitFor(() => expect(calls).toHaveLength(1));
  expect(calls[0]).toEqual({ method: "PATCH", path: `/api/alert-rules/${id}`, body: { enabled: false } });
});

it("shows the messages of the schema beside the fields, and sends a new rule", async () => {
  const calls = answerWith(() => ({ status: 201, body: rule }));
  const { user, router } = show(<RuleForm rule={null} subjects={subjects} channels={[]} canManage />);
  await user.clear(screen.getByRole("textbox", { name: "Warning (percent)" }));
  await user.click(screen.getByRole("button", { name: "Create" }));
  expect(await screen.findByText("Give the rule a name.")).toBeDefined();
  expect(screen.getByText("Give a warning or a critical threshold.")).toBeDefined();
  expect(calls).toEqual([]);
  await user.type(screen.getByRole("textbox", { name: "Name" }), "Hot");
  await user.type(screen.getByRole("textbox", { name: "Critical (percent)" }), "95");
  await user.click(screen.getByRole("button", { name: "Create" }));
  await waitFor(() => expect(router.push).toHaveBeenCalledWith("/alerts/rules"));
  expect(calls[0]).toMatchObject({ method: "POST", path: "/api/alert-rules", body: { name: "Hot", critical: 95 } });
});

it("changes a rule without its subject, tries it, and deletes it after a question", async () => {
  const calls = answerWith(({ path, method }) => {
    if (method === "DELETE") return { status: 204 };
    return { body: path.endsWith("preview") ? preview : rule };
  });
  const { user, router } = show(<RuleForm rule={rule} subjects={subjects} channels={[]} canManage />);
  await user.click(screen.getByRole("button", { name: "Try it on the last 7 days" }));
  expect(await screen.findByText(/would have fired once/)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(calls).toHaveLength(2));
  expect(calls[1]).toMatchObject({ method: "PATCH", path: `/api/alert-rules/${id}` });
  expect(calls[1]?.body).not.toHaveProperty("subject");
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(router.push).toHaveBeenLastCalledWith("/alerts/rules"));
});

it("can only be read by those who may not change it", () => {
  show(<RuleForm rule={rule} subjects={subjects} channels={[]} canManage={false} />);
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
});
