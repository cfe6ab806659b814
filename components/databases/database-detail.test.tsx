import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleCredentials, sampleDatabase } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { HostedEventView } from "@/lib/hosted-services/contract";
import { type DatabaseView, databaseKinds } from "@/lib/hosted-services/databases/contract";
import { DatabaseDetail } from "./database-detail";
import type { DatabaseRights } from "./database-rights";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const at = "2026-05-04T10:00:00.000Z";
const all: DatabaseRights = { manage: true, credentials: true, delete: true, isOwner: true };
const none: DatabaseRights = { manage: false, credentials: false, delete: false, isOwner: true };
const provisioning: DatabaseView = { ...sampleDatabase, status: "provisioning" };
const button = (name: string) => screen.getByRole("button", { name });
const progress = () => within(screen.getByRole("region", { name: "Progress" }));
const stepOf = (label: string) => progress().getByText(label).closest("li");

const event = (sequence: number, step: string, status: string, message = ""): HostedEventView => ({
  ...{ sequence, at, run: "run_1", step, status, message, durationMs: null },
});

/** Properties of the page of a database. */
const page = (more: Partial<DatabaseView> = {}, rights = all, events: HostedEventView[] = []) => (
  <DatabaseDetail
    initial={{ ...sampleDatabase, ...more }}
    initialEvents={events}
    channel="c"
    kind={databaseKinds.postgresql}
    rights={rights}
  />
);
const detail = (more: Partial<DatabaseView> = {}, rights = all, events: HostedEventView[] = []) =>
  show(page(more, rights, events), "/databases/dbs_1");
const live = (more: Partial<DatabaseView> = {}) => showLive(page(more), "/databases/dbs_1");

/** The panel's answers to a refresh; the test changes them as the database changes. */
function panelWith(state: { view: DatabaseView; events: HostedEventView[] }) {
  return answerWith(({ path }) => ({ body: path.endsWith("/events") ? { items: state.events } : state.view }));
}

it("shows where to connect, the size, and no secret", () => {
  detail();
  expect(screen.getByRole("heading", { name: "Shop" })).toBeDefined();
  expect(screen.getByText("active")).toBeDefined();
  expect(screen.getByText("PostgreSQL on Leipzig")).toBeDefined();
  for (const value of ["db.example.net:5432", "d_1", "r_1"]) expect(screen.getByText(value)).toBeDefined();
  expect(screen.getByText("20 connections at once. Extensions: citext.")).toBeDefined();
  expect(screen.getByText("Size").closest(".ln-card")?.textContent).toMatch(/512 of 1,?024 MiB/);
  expect(screen.getByText("••••••••••••")).toBeDefined();
  expect(screen.queryByRole("region", { name: "Progress" })).toBeNull();
});

it("reveals the password in the forms of programs, and hides it again", async () => {
  const reader = { username: "o_1", password: "reader", url: "postgresql://o_1:reader@db.example.net:5432/d_1" };
  const calls = answerWith(() => ({ body: { ...sampleCredentials, readOnly: reader } }));
  const { user } = detail();
  await user.click(button("Reveal the password"));
  expect(await screen.findByText("first-password")).toBeDefined();
  expect(calls).toMatchObject([{ method: "GET", path: "/api/provisioning/databases/dbs_1/credentials" }]);
  expect(screen.getByText(sampleCredentials.url)).toBeDefined();
  expect(screen.getByText(reader.url)).toBeDefined();
  for (const [label, value] of [
    ["psql", sampleCredentials.command],
    ["Environment", sampleCredentials.environment],
    ["Prisma", sampleCredentials.prisma],
    ["JDBC", sampleCredentials.jdbc],
  ] as const) {
    await user.click(screen.getByLabelText("Form of the connection", { selector: "input" }));
    await user.click(await screen.findByRole("option", { name: label }));
    expect(await screen.findByText(value)).toBeDefined();
    expect(button(`Copy ${label}`)).toBeDefined();
  }
  await user.click(button("Hide"));
  expect(screen.queryByText("first-password")).toBeNull();
});

it("keeps the password hidden when the reveal is refused", async () => {
  answerWith(() => refusal(429, "Too many requests."));
  const { user, toasts } = detail();
  await user.click(button("Reveal the password"));
  await waitFor(() => expect(toasts[0]).toEqual({ message: "Too many requests.", tone: "failed" }));
  expect(button("Reveal the password")).toBeDefined();
});

it("replaces a revealed password by the one of a rotation", async () => {
  const rotated = { ...sampleCredentials, password: "second-password" };
  answerWith(({ method, path }) => {
    if (path.endsWith("/events")) return { body: { items: [] } };
    if (method === "POST") return { body: rotated };
    return { body: path.endsWith("/credentials") ? sampleCredentials : sampleDatabase };
  });
  const { user } = detail();
  await user.click(button("Reveal the password"));
  expect(await screen.findByText("first-password")).toBeDefined();
  await user.click(screen.getByRole("tab", { name: "Danger zone" }));
  await user.click(await screen.findByRole("button", { name: "Rotate" }));
  await screen.findByRole("dialog", { name: "Rotate the password" });
  await user.keyboard("{Enter}");
  expect(await screen.findByText("second-password")).toBeDefined();
  expect(screen.queryByText("first-password")).toBeNull();
});

it.each([
  [all, ["Timeline", "Figures", "Servers", "Dumps", "Settings", "Danger zone"]],
  [none, ["Timeline", "Figures", "Servers"]],
  [{ ...none, credentials: true }, ["Timeline", "Figures", "Servers", "Danger zone"]],
  [{ ...none, manage: true }, ["Timeline", "Figures", "Servers", "Dumps", "Settings"]],
])("offers tabs by right: %j", (rights, expected) => {
  detail({}, rights);
  expect(screen.getAllByRole("tab").map(({ textContent }) => textContent)).toEqual(expected);
  expect(screen.queryByRole("button", { name: "Reveal the password" }) !== null).toBe(rights.credentials);
});

it("opens tabs by keyboard", async () => {
  const { user } = detail();
  screen.getByRole("tab", { name: "Timeline" }).focus();
  await user.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}");
  expect(await screen.findByLabelText("Name")).toHaveProperty("value", "Shop");
  await user.keyboard("{ArrowRight}");
  expect(await screen.findByText("Delete the database")).toBeDefined();
});

it.each([
  ["read_only", /Sessions only read/],
  ["stopped", /Nobody can sign in/],
] as const)("says what to do when the size is %s", (sizeState, text) => {
  detail({ sizeState });
  expect(screen.getByText("The database is larger than its size")).toBeDefined();
  expect(screen.getByText(text)).toBeDefined();
});

it("says how large it may be while it was not measured", () => {
  detail({ sizeBytes: null, extensions: [] });
  expect(screen.getByText(/Up to 1024 MiB/).closest(".ln-card")?.textContent).toContain("20 connections at once.");
  expect(screen.queryByRole("meter")).toBeNull();
});

it("says why a create failed and tries it again", async () => {
  const failure = { code: "provider_unavailable", message: "connect ECONNREFUSED", cure: null };
  const state = { view: provisioning, events: [event(1, "create", "running")] };
  const calls = answerWith(({ method, path }) => {
    if (method === "POST") return { status: 202, body: { status: "provisioning" } };
    return { body: path.endsWith("/events") ? { items: state.events } : state.view };
  });
  const events = [event(1, "check", "done"), event(2, "create", "failed", "connect ECONNREFUSED")];
  const { user } = detail({ status: "failed", failure }, all, events);
  const notice = screen.getByText("The database could not be created").closest("section");
  expect(notice?.textContent).toContain("connect ECONNREFUSED");
  expect(stepOf("Create it at the provider")?.dataset.state).toBe("failed");
  await user.click(button("Try again"));
  await waitFor(() => expect(screen.queryByText("The database could not be created")).toBeNull());
  const sent = calls.find(({ method }) => method === "POST");
  expect(sent).toMatchObject({ path: "/api/provisioning/databases/dbs_1/retry" });
});

it("offers no retry to people who may not change it, nor after a change that failed", () => {
  const failure = { code: "provider_refused", message: "too many roles", cure: null };
  const { unmount } = detail({ status: "failed", failure }, none);
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  unmount();
  detail({ status: "active", failure });
  expect(screen.getByText("The last change failed")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

it("shows what was there before a state that waits: suspended and deleting", () => {
  const { unmount } = detail({ status: "suspended" });
  expect(screen.getByText("suspended")).toBeDefined();
  unmount();
  detail({ status: "deleting" }, all, [event(1, "remove", "running")]);
  expect(stepOf("Remove it from the provider")?.getAttribute("aria-current")).toBe("step");
});

it("shows each step as it comes, once and in order", async () => {
  panelWith({ view: provisioning, events: [] });
  const { connect, emit } = await live({ status: "provisioning" });
  expect(screen.getByText(/Live updates are off/)).toBeDefined();
  await connect();
  await waitFor(() => expect(screen.queryByText(/Live updates are off/)).toBeNull());
  const step = { resourceId: "dbs_1", kind: "database", run: "run_1", progress: null, message: "", at };
  await emit("c", "hosted.step", { ...step, step: "create", status: "running", sequence: 3 });
  await emit("c", "hosted.step", { ...step, step: "check", status: "done", sequence: 2 });
  await emit("c", "hosted.step", { ...step, step: "check", status: "done", sequence: 2 });
  expect(stepOf("Create it at the provider")?.getAttribute("aria-current")).toBe("step");
  expect(stepOf("Use it once")?.dataset.state).toBe("waiting");
  await emit("c", "hosted.step", { ...step, resourceId: "dbs_2", step: "create", status: "done", sequence: 4 });
  await emit("c", "hosted.step", { step: "create", status: "done" });
  expect(stepOf("Create it at the provider")?.dataset.state).toBe("running");
  await emit("c", "hosted.step", { ...step, step: "create", status: "done", sequence: 4 });
  expect(stepOf("Create it at the provider")?.dataset.state).toBe("done");
  expect(within(screen.getByRole("tabpanel")).getAllByRole("listitem")).toHaveLength(2);
});

it("reads the database again when its state changes, and ignores others", async () => {
  const state = { view: provisioning, events: [] };
  const calls = panelWith(state);
  const { connect, emit, router } = await live({ status: "provisioning" });
  await connect();
  await waitFor(() => expect(calls).toHaveLength(2));
  await emit("c", "hosted.status", { resourceId: "dbs_2", kind: "database", status: "deleted", at });
  expect(router.replace).not.toHaveBeenCalled();
  state.view = { ...sampleDatabase, name: "Shop 2" };
  await emit("c", "hosted.status", { resourceId: "dbs_1", kind: "database", status: "active", at });
  expect(await screen.findByRole("heading", { name: "Shop 2" })).toBeDefined();
  expect(screen.queryByRole("region", { name: "Progress" })).toBeNull();
  expect(document.title).toContain("Shop 2");
});

it("goes back to the list when it is deleted", async () => {
  panelWith({ view: sampleDatabase, events: [] });
  const { connect, emit, router } = await live();
  await connect();
  await emit("c", "hosted.status", { resourceId: "dbs_1", kind: "database", status: "deleted", at });
  expect(router.replace).toHaveBeenCalledWith("/databases");
});

it("goes back when it is not there any more, and stays when the panel does not answer", async () => {
  let status = 503;
  const calls = answerWith(() => refusal(status, "Refused."));
  const { connect, disconnect, router } = await live();
  await connect();
  await waitFor(() => expect(calls).toHaveLength(2));
  expect(router.replace).not.toHaveBeenCalled();
  expect(screen.getByRole("heading", { name: "Shop" })).toBeDefined();
  status = 404;
  await disconnect();
  await connect();
  await waitFor(() => expect(router.replace).toHaveBeenCalledWith("/databases"));
});

it("asks every two seconds while there is no socket", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const state = { view: provisioning, events: [] };
  panelWith(state);
  await live({ status: "provisioning" });
  state.view = sampleDatabase;
  await vi.advanceTimersByTimeAsync(2_100);
  await waitFor(() => expect(screen.queryByRole("region", { name: "Progress" })).toBeNull());
});
