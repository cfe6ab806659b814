import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { english } from "@/components/testing/english";
import { sampleZone } from "@/components/testing/samples";
import { answerWith, show } from "@/components/testing/show";
import type { EditProblem } from "@/lib/hosted-services/dns/diff/plan-edits";
import type { Rrset } from "@/lib/hosted-services/dns/records/contract";
import type { ZoneRecordView } from "@/lib/hosted-services/dns/zones/contract";
import { problemOf } from "./problem-of";
import RecordDialog from "./record-dialog";
import { RecordTable } from "./record-table";
import ZoneRecords from "./zone-records";

const t = english("dns.records");

const button = (name: string | RegExp) => screen.getByRole("button", { name });
const zone = sampleZone.zone;
const www: Rrset = { name: "www.example.com.", type: "A", ttl: 300, values: ["192.0.2.1", "192.0.2.2"] };

function dialog(rrset: Rrset | null, problems: EditProblem[] = []) {
  const edit = vi.fn(() => problems);
  const onClose = vi.fn();
  return { edit, onClose, ...show(<RecordDialog zone={zone} rrset={rrset} edit={edit} onClose={onClose} />) };
}

it("begins with the name, and hands over what was typed without empty lines", async () => {
  const { user, edit, onClose } = dialog(null);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  await user.keyboard("www");
  await user.type(screen.getByLabelText("Values"), "192.0.2.1{Enter}{Enter}  {Enter}192.0.2.2");
  await user.click(screen.getByLabelText("TTL", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "5 minutes" }));
  await user.click(button("Add"));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  const put = [{ name: "www", type: "A", ttl: 300, values: ["192.0.2.1", "192.0.2.2"] }];
  expect(edit).toHaveBeenCalledWith({ put, remove: [] }, true);
});

it("explains each type with an example, and takes one value where there may be one", async () => {
  const { user } = dialog(null);
  expect(screen.getByText(/^One in each line\. Such as /)).toBeDefined();
  await user.click(screen.getByLabelText("Type", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "CNAME" }));
  expect(screen.getByLabelText("Value")).toBeDefined();
  expect(screen.queryByText(/One in each line/)).toBeNull();
});

it.each(["www", "WWW", "www.example.com", " www.example.com. "])(
  "changes the records in their place for the name %j",
  async (name) => {
    const { user, edit } = dialog(www);
    expect(screen.getByLabelText("Values")).toHaveProperty("value", "192.0.2.1\n192.0.2.2");
    await user.clear(screen.getByLabelText("Name"));
    await user.type(screen.getByLabelText("Name"), name);
    await user.click(button("Change"));
    await waitFor(() => expect(edit).toHaveBeenCalledOnce());
    expect(edit).toHaveBeenCalledWith({ put: [{ ...www, name }], remove: [] }, false);
  },
);

it("moves the records when their type changes", async () => {
  const { user, edit } = dialog(www);
  await user.click(screen.getByLabelText("Type", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "AAAA" }));
  await user.click(button("Change"));
  await waitFor(() => expect(edit).toHaveBeenCalledOnce());
  const remove = [{ name: www.name, type: "A" }];
  expect(edit).toHaveBeenCalledWith({ put: [{ ...www, name: "www", type: "AAAA" }], remove }, true);
});

it("names the line that was typed, also after empty ones, and keeps the dialog", async () => {
  const problems: EditProblem[] = [{ in: "put", rrset: 0, field: "values", value: 1, message: "Use an IPv4 address." }];
  const { user, onClose } = dialog(null, problems);
  const values = screen.getByLabelText("Values");
  await user.type(screen.getByLabelText("Name"), "www");
  await user.type(values, "192.0.2.1{Enter}{Enter}{Enter}wrong");
  await user.click(button("Add"));
  expect(await screen.findByText("Line 4: Use an IPv4 address.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(values));
  expect(values).toHaveProperty("value", "192.0.2.1\n\n\nwrong");
  expect(onClose).not.toHaveBeenCalled();
});

it("shows a rule of the whole zone at the name, since no value breaks it", () => {
  const problem = { rrset: 0, field: "values" as const, value: 2, message: "Use an address." };
  const { errors } = problemOf(t, [
    { ...problem, in: "put" },
    { rrset: 0, field: "type", in: "zone", message: "www A: A name with CNAME has no other records." },
  ]).problem;
  expect(errors).toEqual([
    { path: "values", message: "Line 3: Use an address." },
    { path: "name", message: "www A: A name with CNAME has no other records." },
  ]);
});

it("gives the records of the panel no buttons, and marks those with edits", async () => {
  const row = { rrset: www, display: { name: "www", values: www.values }, isSystem: false, isEdited: true };
  const system = { ...row, rrset: { ...www, type: "TXT" as const }, isSystem: true, isEdited: false };
  const [onEdit, onRemove] = [vi.fn(), vi.fn()];
  const table = { onEdit, onRemove, empty: null };
  const { user, rerender } = show(<RecordTable {...table} rows={[row, system]} canChange />);
  const [, own, panel] = screen.getAllByRole("row");
  expect(own?.textContent).toContain("changed");
  expect(panel?.textContent).toContain("managed by the panel");
  expect(within(panel ?? document.body).queryByRole("button")).toBeNull();
  await user.click(button("Edit www A"));
  await user.click(button("Remove www A"));
  expect([onEdit.mock.calls, onRemove.mock.calls]).toEqual([[[www]], [[www]]]);
  rerender(<RecordTable {...table} rows={[row]} canChange={false} />);
  expect(screen.queryByRole("columnheader", { name: "Actions" })).toBeNull();
});

const record = (name: string, values: string[]): ZoneRecordView => ({
  ...{ name, type: "A", ttl: 300, values, source: "customer" },
  display: { name: name.replace(".example.com.", ""), values },
});

it("says that a zone has no records, and not that a search found none", async () => {
  answerWith(() => ({ body: { serial: 1, items: [] } }));
  const { user } = show(<ZoneRecords view={sampleZone} canChange onDone={() => {}} />);
  expect(await screen.findByText("No records yet.")).toBeDefined();
  await user.type(screen.getByLabelText("Search records"), "www");
  expect(screen.getByText("No record matches.")).toBeDefined();
});

it("drops an edit that is taken back, and puts the zone itself first", async () => {
  const apex = record("example.com.", ["192.0.2.9"]);
  const items = [record("www.example.com.", ["192.0.2.1"]), { ...apex, display: { ...apex.display, name: "@" } }];
  answerWith(() => ({ body: { serial: 1, items } }));
  const { user } = show(<ZoneRecords view={sampleZone} canChange onDone={() => {}} />);
  await screen.findByText("192.0.2.1");
  expect(screen.getAllByRole("rowheader").map(({ textContent }) => textContent?.trim())).toEqual(["@", "www"]);
  for (const value of ["192.0.2.8", "192.0.2.1"]) {
    await user.click(button("Edit www A"));
    await user.clear(await screen.findByLabelText("Values"));
    await user.type(screen.getByLabelText("Values"), value);
    await user.click(button("Change"));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.queryByText("1 change is not saved.") !== null).toBe(value === "192.0.2.8");
  }
  expect(screen.queryByRole("button", { name: "Review and save" })).toBeNull();
});
