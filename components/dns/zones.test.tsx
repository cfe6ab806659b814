import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleZone } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { ZoneHistoryView, ZoneRecordView } from "@/lib/hosted-services/dns/zones/contract";
import CreateZone, { type TemplateChoice } from "./create-zone";
import ZoneRecords from "./records/zone-records";
import ZoneDanger from "./zone-danger";
import ZoneFile from "./zone-file";
import ZoneHistory from "./zone-history";

const view = sampleZone;
const record = (name: string, type: ZoneRecordView["type"], ...values: string[]): ZoneRecordView => ({
  name: name === "@" ? "example.com." : `${name}.example.com.`,
  type,
  ttl: 3_600,
  values,
  source: "customer",
  display: { name, values },
});
const records = [
  record("@", "NS", "ns1.example.net."),
  record("@", "A", "192.0.2.1"),
  record("www", "CNAME", "example.com."),
  { ...record("key", "TXT", '"managed"'), source: "system" as const },
];
const change = {
  name: "www.example.com.",
  type: "A" as const,
  before: null,
  after: { ttl: 300, values: ["192.0.2.7"] },
};
const applied = { serial: view.serial + 1, applied: true, changes: [change] };
const tab = { view, canChange: true, onDone: vi.fn() };

/** Answers the records to each read and keeps the other calls. */
function withRecords(answer: Parameters<typeof answerWith>[0] = () => ({ body: applied })) {
  const calls = answerWith((call) =>
    call.method === "GET" ? { body: { serial: view.serial, items: records } } : answer(call),
  );
  return () => calls.filter(({ method }) => method !== "GET");
}

const rowOf = (name: RegExp) => screen.getByRole("row", { name });

it("shows records with the buttons of those that are the customer's", async () => {
  withRecords();
  const { user } = show(<ZoneRecords {...tab} />);
  await screen.findByText("192.0.2.1");
  expect(within(rowOf(/key/)).getByText("managed by the panel")).toBeDefined();
  await user.type(screen.getByLabelText("Search records"), "CNAME");
  expect(screen.getAllByRole("row")).toHaveLength(2);
  await user.clear(screen.getByLabelText("Search records"));
  await user.type(screen.getByLabelText("Search records"), "nothing like this");
  expect(screen.getByText("No record matches.")).toBeDefined();
});

it("offers no buttons to those who only read", async () => {
  withRecords();
  show(<ZoneRecords {...tab} canChange={false} />);
  await screen.findByText("192.0.2.1");
  expect(screen.queryByRole("button", { name: /Edit|Remove|Add/ })).toBeNull();
});

it("collects edits and saves them as one change of the serial that was read", async () => {
  const sent = withRecords();
  const { user, toasts } = show(<ZoneRecords {...tab} />);
  await user.click(await screen.findByRole("button", { name: "Remove www CNAME" }));
  expect(screen.getByText("1 change is not saved.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Add records" }));
  await user.type(await screen.findByLabelText("Name"), "www");
  await user.type(screen.getByLabelText("Values"), "192.0.2.7{Enter}192.0.2.8");
  await user.click(screen.getByRole("button", { name: "Add" }));
  expect(await screen.findByText("2 changes are not saved.")).toBeDefined();
  expect(within(rowOf(/www/)).getByText("changed")).toBeDefined();
  expect(sent()).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Review and save" }));
  const changes = await screen.findByRole("list", { name: "Changes" });
  expect(changes.textContent).toContain("+ 192.0.2.7");
  expect(changes.textContent).toContain("− example.com.");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByText(/not saved/)).toBeNull());
  const put = [{ name: "www.example.com.", type: "A", ttl: 3_600, values: ["192.0.2.7", "192.0.2.8"] }];
  const remove = [{ name: "www.example.com.", type: "CNAME" }];
  expect(sent().map(({ path, body }) => [path, body])).toEqual([
    ["/api/provisioning/dns-zones/zon_1/records/bulk", { changes: { put, remove } }],
  ]);
  expect(toasts.map(({ tone }) => tone)).toEqual(["done"]);
});

it("refuses a wrong record in the browser, at its field, with the rules of the server", async () => {
  const sent = withRecords();
  const { user } = show(<ZoneRecords {...tab} />);
  await user.click(await screen.findByRole("button", { name: "Add records" }));
  await user.type(await screen.findByLabelText("Name"), "www");
  await user.type(screen.getByLabelText("Values"), "192.0.2.7{Enter}300.1.1.1");
  await user.click(screen.getByRole("button", { name: "Add" }));
  expect(await screen.findByText(/^Line 2: /)).toBeDefined();
  await user.clear(screen.getByLabelText("Values"));
  await user.type(screen.getByLabelText("Values"), "192.0.2.7");
  await user.click(screen.getByRole("button", { name: "Add" }));
  expect(await screen.findByText(/CNAME/, { selector: ".mantine-InputWrapper-error" })).toBeDefined();
  expect(sent()).toEqual([]);
});

it("edits under another name instead of leaving the old one, and discards", async () => {
  withRecords();
  const { user } = show(<ZoneRecords {...tab} />);
  await user.click(await screen.findByRole("button", { name: "Edit www CNAME" }));
  const name = await screen.findByLabelText("Name");
  expect(name).toHaveProperty("value", "www");
  await user.clear(name);
  await user.type(name, "shop");
  await user.click(screen.getByRole("button", { name: "Change" }));
  expect(await screen.findByText("2 changes are not saved.")).toBeDefined();
  expect(screen.queryByRole("row", { name: /www/ })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Discard" }));
  expect(rowOf(/www/)).toBeDefined();
});

it("does not replace records that are there by new ones", async () => {
  withRecords();
  const { user } = show(<ZoneRecords {...tab} />);
  await user.click(await screen.findByRole("button", { name: "Add records" }));
  await user.type(await screen.findByLabelText("Name"), "@");
  await user.type(screen.getByLabelText("Values"), "192.0.2.2");
  await user.click(screen.getByRole("button", { name: "Add" }));
  expect(await screen.findByText(/has A records already/)).toBeDefined();
  expect(screen.queryByText(/not saved/)).toBeNull();
});

it("keeps the last name servers, and says why", async () => {
  withRecords();
  const { user, toasts } = show(<ZoneRecords {...tab} />);
  await user.click(await screen.findByRole("button", { name: "Remove @ NS" }));
  expect(toasts[0]?.message).toMatch(/NS record/);
  expect(screen.queryByText(/not saved/)).toBeNull();
});

it("keeps the edits when someone changed the zone meanwhile, and reads it again", async () => {
  const onDone = vi.fn();
  withRecords(() => ({
    status: 409,
    body: { title: "", status: 409, detail: "The zone has serial 7.", code: "zone_changed", requestId: "" },
  }));
  const { user } = show(<ZoneRecords {...tab} onDone={onDone} />);
  await user.click(await screen.findByRole("button", { name: "Remove www CNAME" }));
  await user.click(screen.getByRole("button", { name: "Review and save" }));
  await user.click(await screen.findByRole("button", { name: "Save" }));
  expect((await screen.findByRole("alert")).textContent).toBe("The zone has serial 7.");
  expect(onDone).toHaveBeenCalledOnce();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.getByText("1 change is not saved.")).toBeDefined();
});

const templates: TemplateChoice[] = [
  { name: "website", label: "Website", description: "Addresses of a web server." },
  { name: "parked", label: "Parked", description: "Nobody uses the domain." },
];

it("creates a zone with the parameters of its template that were filled in", async () => {
  const calls = answerWith(() => ({ status: 201, body: view }));
  const { user, router } = show(<CreateZone templates={templates} onClose={() => {}} />);
  await user.type(screen.getByLabelText("Domain"), "example.com");
  await user.type(screen.getByLabelText("IPv4 address of the web server"), "192.0.2.1");
  await user.click(screen.getByRole("button", { name: "Create zone" }));
  await waitFor(() => expect(router.push).toHaveBeenCalledWith("/dns/zon_1"));
  expect(calls[0]?.body).toEqual({ name: "example.com", template: "website", parameters: { ipv4: "192.0.2.1" } });
});

it("shows what is wrong with a new zone at its fields", async () => {
  answerWith(() => refusal(422, "", [{ path: "parameters.ipv4", message: "Write an IPv4 address." }]));
  const { user } = show(<CreateZone templates={templates} onClose={() => {}} />);
  await user.type(screen.getByLabelText("Domain"), "example.com");
  await user.type(screen.getByLabelText("IPv4 address of the web server"), "x");
  await user.click(screen.getByRole("button", { name: "Create zone" }));
  expect(await screen.findByText("Write an IPv4 address.")).toBeDefined();
});

it("previews an import, and imports what was shown", async () => {
  const calls = answerWith(({ body }) => {
    const isApplied = JSON.stringify(body).includes('"apply":true');
    return { body: { ...applied, serial: view.serial, applied: isApplied, problems: [] } };
  });
  const { user } = show(<ZoneFile {...tab} />);
  await user.type(screen.getByLabelText("Zone file"), "www 300 A 192.0.2.7");
  await user.click(screen.getByRole("button", { name: "Show what would change" }));
  expect((await screen.findByRole("list", { name: "Changes" })).textContent).toContain("+ 192.0.2.7");
  await user.click(screen.getByRole("button", { name: "Import" }));
  await waitFor(() => expect(screen.getByLabelText("Zone file")).toHaveProperty("value", ""));
  const bodies = calls.map(({ body }) => body);
  const text = "www 300 A 192.0.2.7";
  expect(bodies).toEqual([
    { text, apply: false, keepNameServers: true },
    { text, apply: true, keepNameServers: true },
  ]);
});

it("lists the wrong lines of a zone file and offers no import", async () => {
  const problems = [{ line: 3, message: "300.1.1.1 is not an address." }];
  answerWith(() => ({ body: { serial: 1, applied: false, changes: [], problems } }));
  const { user } = show(<ZoneFile {...tab} />);
  await user.type(screen.getByLabelText("Zone file"), "x");
  await user.click(screen.getByRole("button", { name: "Show what would change" }));
  expect(await screen.findByText("Line 3: 300.1.1.1 is not an address.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Import" })).toBeNull();
});

const entry: ZoneHistoryView = {
  id: "dch_1",
  serial: 2026112701,
  at: "2026-11-27T10:00:00.000Z",
  action: "records",
  actor: "Dora",
  changes: [change],
  changeCount: 1,
  undoneBy: null,
};

it("lists changes and undoes one; one without records has no button", async () => {
  const items = [
    { ...entry, id: "dch_2", serial: 2026112702, action: "dnssec_on", changes: [], changeCount: 0 },
    entry,
  ];
  const calls = answerWith(({ method }) => ({ body: method === "GET" ? { items, nextCursor: null } : applied }));
  const { user } = show(<ZoneHistory {...tab} />);
  expect(await screen.findByText("Records edited by Dora")).toBeDefined();
  expect(screen.getByText("DNSSEC switched on by Dora")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Undo serial 2026112702" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Undo serial 2026112701" }));
  await waitFor(() =>
    expect(calls.some(({ path }) => path === "/api/provisioning/dns-zones/zon_1/history/dch_1/undo")).toBe(true),
  );
});

it("says that a zone has no changes yet", async () => {
  answerWith(() => ({ body: { items: [], nextCursor: null } }));
  show(<ZoneHistory {...tab} />);
  expect(await screen.findByText("No changes yet.")).toBeDefined();
});

it("deletes a zone once its name is typed", async () => {
  const calls = answerWith(() => ({ status: 202, body: { status: "deleting" } }));
  const { user } = show(<ZoneDanger view={view} onDone={() => {}} />);
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await user.type(await screen.findByLabelText("Type example.com to confirm"), "example.com{Enter}");
  await waitFor(() => expect(calls[0]).toMatchObject({ method: "DELETE" }));
});

it("imports the name servers of the file when it is asked to, and says that nothing changes", async () => {
  const calls = answerWith(() => ({ body: { serial: 1, applied: false, changes: [], problems: [] } }));
  const { user } = show(<ZoneFile {...tab} />);
  const look = screen.getByRole("button", { name: "Show what would change" });
  expect(look).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("Zone file"), "x");
  await user.click(screen.getByRole("checkbox", { name: "Keep our name servers" }));
  await user.click(look);
  expect(await screen.findByText("The zone has these records already.")).toBeDefined();
  expect(calls[0]?.body).toMatchObject({ keepNameServers: false });
  await user.type(screen.getByLabelText("Zone file"), "y");
  expect(screen.queryByText("The zone has these records already.")).toBeNull();
});

it("loads older changes, and shows what is undone and how much is left out", async () => {
  const older = { ...entry, id: "dch_0", serial: 2026112700, actor: null, undoneBy: "dch_1", changeCount: 300 };
  answerWith(({ path }) => ({
    body: path.includes("cursor=dch_1")
      ? { items: [older], nextCursor: null }
      : { items: [entry], nextCursor: "dch_1" },
  }));
  const { user } = show(<ZoneHistory {...tab} canChange={false} />);
  await user.click(await screen.findByRole("button", { name: "Older changes" }));
  expect(await screen.findByText("Records edited")).toBeDefined();
  expect(screen.getByText("and 299 more")).toBeDefined();
  expect(screen.getByText("undone")).toBeDefined();
  expect(screen.queryByRole("button", { name: /Undo|Older/ })).toBeNull();
});

it("says why a change cannot be undone", async () => {
  answerWith(({ method }) =>
    method === "GET" ? { body: { items: [entry], nextCursor: null } } : refusal(409, "Changed since: www A."),
  );
  const { user, toasts } = show(<ZoneHistory {...tab} />);
  await user.click(await screen.findByRole("button", { name: "Undo serial 2026112701" }));
  await waitFor(() => expect(toasts).toEqual([{ message: "Changed since: www A.", tone: "failed" }]));
});

it("shows the beginning of a long list of records, and finds the others", async () => {
  const items = Array.from({ length: 250 }, (_, index) => record(`n${index}`, "A", `192.0.2.${index}`));
  answerWith(() => ({ body: { serial: view.serial, items } }));
  const { user } = show(<ZoneRecords {...tab} canChange={false} />);
  expect(await screen.findByText("The first 200 of 250 are shown. Search for the others.")).toBeDefined();
  expect(screen.queryByText("192.0.2.249")).toBeNull();
  await user.click(screen.getByLabelText("Search records"));
  await user.paste("n249");
  expect(screen.getByText("192.0.2.249")).toBeDefined();
});

it("says why records cannot be read", async () => {
  answerWith(() => refusal(503, "The panel is busy."));
  show(<ZoneRecords {...tab} />);
  expect((await screen.findByRole("alert", {}, { timeout: 10_000 })).textContent).toBe("The panel is busy.");
}, 15_000);

it("keeps a TTL that is no preset", async () => {
  const [first] = records;
  answerWith(() => ({ body: { serial: 1, items: first ? [{ ...first, ttl: 1_234 }] : [] } }));
  const { user } = show(<ZoneRecords {...tab} />);
  await user.click(await screen.findByRole("button", { name: "Edit @ NS" }));
  const ttl = await screen.findByRole("combobox", { name: "TTL" });
  expect(ttl).toHaveProperty("value", "1234 seconds");
});
