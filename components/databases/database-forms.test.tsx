import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleCredentials, sampleDatabase } from "@/components/testing/samples";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import { type DatabaseView, databaseKinds, type OfferedKind } from "@/lib/hosted-services/databases/contract";
import CreateDatabase from "./create-database";
import DatabaseDanger from "./database-danger";
import type { DatabaseRights } from "./database-rights";
import DatabaseSettings from "./database-settings";

const button = (name: string) => screen.getByRole("button", { name });
const extensions = ["citext", "hstore", "pgcrypto"] as const;
const { postgresql, mariadb } = databaseKinds;
const kinds: OfferedKind[] = [
  { kind: "postgresql", ...postgresql },
  { kind: "mariadb", ...mariadb },
];
const all: DatabaseRights = { manage: true, credentials: true, delete: true, isOwner: true };

function creation(offered = kinds.slice(0, 1)) {
  const onClose = vi.fn();
  return { onClose, ...show(<CreateDatabase kinds={offered} onClose={onClose} />, "/databases") };
}

it("creates a database by keyboard, and opens its page", async () => {
  const calls = answerWith(() => ({ status: 201, body: { ...sampleDatabase, password: "one-password", url: "u" } }));
  const { user, router } = creation();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  await user.keyboard("Shop{Enter}");
  // The password, once.
  await screen.findByRole("dialog", { name: "Shop is being created" });
  expect(screen.getByText("one-password")).toBeDefined();
  await user.click(button("Done"));
  expect(router.push).toHaveBeenCalledWith("/databases/dbs_1");
  expect(calls).toEqual([
    {
      method: "POST",
      path: "/api/provisioning/databases",
      body: { kind: "postgresql", name: "Shop", connectionLimit: 20, extensions: [], allowedNetworks: [] },
    },
  ]);
});

it("lets the kind be chosen where there are several, and asks for extensions of that kind only", async () => {
  const calls = answerWith(() => ({ status: 201, body: { ...sampleDatabase, password: "p", url: "u" } }));
  const { user } = creation(kinds);
  await user.type(screen.getByLabelText("Name"), "Shop");
  await user.click(screen.getByRole("combobox", { name: "Extensions" }));
  await user.click(await screen.findByRole("option", { name: "citext" }));
  await user.click(screen.getByRole("combobox", { name: "Kind" }));
  await user.click(await screen.findByRole("option", { name: "MariaDB" }));
  expect(screen.queryByRole("combobox", { name: "Extensions" })).toBeNull();
  await user.click(button("Create database"));
  await screen.findByRole("dialog", { name: "Shop is being created" });
  expect(calls[0]?.body).toMatchObject({ kind: "mariadb", extensions: [] });
});

it("sends the limit and the extensions that were chosen", async () => {
  const calls = answerWith(() => ({ status: 201, body: { ...sampleDatabase, password: "p", url: "u" } }));
  const { user } = creation();
  await user.type(screen.getByLabelText("Name"), "Shop");
  const limit = screen.getByLabelText("Connections at once");
  await user.clear(limit);
  await user.type(limit, "7");
  await user.click(screen.getByRole("combobox", { name: "Extensions" }));
  await user.click(await screen.findByRole("option", { name: "hstore" }));
  await user.keyboard("{Escape}");
  await user.type(
    screen.getByRole("combobox", { name: "Networks that can connect" }),
    "203.0.113.0/24,2001:db8::1{Enter}",
  );
  await user.click(button("Create database"));
  await screen.findByRole("dialog", { name: "Shop is being created" });
  const allowedNetworks = ["203.0.113.0/24", "2001:db8::1"];
  expect(calls[0]?.body).toEqual({
    kind: "postgresql",
    name: "Shop",
    connectionLimit: 7,
    extensions: ["hstore"],
    allowedNetworks,
  });
});

it.each([
  ["", "Write a name."],
  ["a/b", "Use letters, digits, spaces, dots, hyphens and underscores."],
])("refuses the name '%s' beside its field, and sends nothing", async (name, message) => {
  const calls = answerWith(() => ({ body: {} }));
  const { user } = creation();
  if (name) await user.type(screen.getByLabelText("Name"), name);
  await user.click(button("Create database"));
  expect(await screen.findByText(message)).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  expect(calls).toEqual([]);
});

it("keeps what was typed when the panel refuses, and says why", async () => {
  answerWith(() => refusal(409, "Your quota is 2 databases; 2 exist."));
  const { user, router } = creation();
  await user.type(screen.getByLabelText("Name"), "Third{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("Your quota is 2 databases; 2 exist.");
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "Third");
  expect(router.push).not.toHaveBeenCalled();
});

function settings(more: Partial<DatabaseView> = {}) {
  const onDone = vi.fn();
  const view = { ...sampleDatabase, ...more };
  return { onDone, ...show(<DatabaseSettings view={view} extensions={extensions} onDone={onDone} />) };
}

it("saves name, limit and a further extension", async () => {
  const calls = answerWith(() => ({ body: sampleDatabase }));
  const { user, onDone, toasts } = settings();
  await user.type(screen.getByLabelText("Name"), " 2");
  await user.click(screen.getByRole("combobox", { name: "Extensions" }));
  await user.click(await screen.findByRole("option", { name: "pgcrypto" }));
  await user.click(button("Save changes"));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls).toEqual([
    {
      method: "PATCH",
      path: "/api/provisioning/databases/dbs_1",
      body: { name: "Shop 2", connectionLimit: 20, extensions: ["citext", "pgcrypto"], allowedNetworks: [] },
    },
  ]);
  expect(toasts[0]?.message).toBe("Saved. The change is being applied.");
});

it("does not offer to remove an extension that is there", async () => {
  const { user } = settings();
  await user.click(screen.getByRole("combobox", { name: "Extensions" }));
  const option = await screen.findByRole("option", { name: "citext" });
  expect(option.dataset.comboboxDisabled).toBe("true");
});

it("shows a refusal of the limit beside its field, and keeps the values", async () => {
  answerWith(() => refusal(422, "Refused.", [{ path: "connectionLimit", message: "Use at most 100." }]));
  const { user, onDone } = settings();
  await user.type(screen.getByLabelText("Name"), "s");
  await user.click(button("Save changes"));
  expect(await screen.findByText("Use at most 100.")).toBeDefined();
  const limit = screen.getByLabelText("Connections at once");
  await waitFor(() => expect(document.activeElement).toBe(limit));
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "Shops");
  expect(onDone).not.toHaveBeenCalled();
});

it.each(["provisioning", "failed", "deleting"] as const)("has no form while the database is %s", (status) => {
  settings({ status });
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.getByText(new RegExp(`It is ${status}`))).toBeDefined();
});

function danger(more: Partial<DatabaseView> = {}, rights: Partial<DatabaseRights> = {}) {
  const [onDone, onSecrets] = [vi.fn(), vi.fn()];
  const props = { view: { ...sampleDatabase, ...more }, rights: { ...all, ...rights }, onDone, onSecrets };
  return { onDone, onSecrets, ...show(<DatabaseDanger {...props} />) };
}
const labels = () => screen.getAllByRole("button").map(({ textContent }) => textContent);

it.each([
  [{}, {}, ["Rotate", "Add", "Suspend", "Delete"]],
  [{ hasReadOnlyUser: true, status: "suspended" }, {}, ["Rotate", "Remove", "Resume", "Delete"]],
  [{}, { credentials: false }, ["Suspend", "Delete"]],
  [{}, { manage: false, delete: false }, ["Rotate", "Add"]],
  [{ heldByStaff: true, status: "suspended" }, {}, ["Rotate", "Add", "Delete"]],
  [{ heldByStaff: true, status: "suspended" }, { isOwner: false }, ["Rotate", "Add", "Resume", "Delete"]],
  [{ status: "failed" }, {}, ["Delete"]],
  [{ status: "provisioning" }, {}, ["Delete"]],
] as const)("offers what is possible and allowed: %j %j", (more, rights, expected) => {
  danger(more, rights);
  expect(labels()).toEqual(expected);
});

it("offers nothing for a database that is being deleted", () => {
  danger({ status: "deleting" });
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByText("Nothing can be done while it is deleting.")).toBeDefined();
});

it("gives new passwords to the connection card after a rotation", async () => {
  const calls = answerWith(() => ({ body: sampleCredentials }));
  const { user, onSecrets, onDone, toasts } = danger();
  await user.click(button("Rotate"));
  await screen.findByRole("dialog", { name: "Rotate the password" });
  await user.keyboard("{Enter}");
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(onSecrets).toHaveBeenCalledWith(sampleCredentials);
  expect(calls).toEqual([
    { method: "POST", path: "/api/provisioning/databases/dbs_1/rotate-password", body: { endSessions: true } },
  ]);
  expect(toasts[0]?.message).toContain("The connection card shows the new password");
});

it.each([
  [false, "Add", "POST", "The user was added. The connection card shows its URL."],
  [true, "Remove", "DELETE", "The user was removed."],
] as const)("changes the user that only reads (there: %s)", async (hasReadOnlyUser, label, method, message) => {
  const calls = answerWith(() => ({ body: sampleCredentials }));
  const { user, onDone, toasts } = danger({ hasReadOnlyUser });
  await user.click(button(label));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: label }));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls).toMatchObject([{ method, path: "/api/provisioning/databases/dbs_1/read-only-user" }]);
  expect(toasts[0]?.message).toBe(message);
});

it.each([
  ["active", "Suspend", "suspend", "The database is suspended."],
  ["suspended", "Resume", "resume", "The database is active."],
] as const)("changes the state of an %s database", async (status, label, path, message) => {
  const calls = answerWith(() => ({ status: 202, body: {} }));
  const { user, onDone, toasts } = danger({ status });
  await user.click(button(label));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: label }));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls.map((call) => call.path)).toEqual([`/api/provisioning/databases/dbs_1/${path}`]);
  expect(toasts[0]?.message).toBe(message);
});

it("stays open with the reason when the panel refuses, and sends nothing after Escape", async () => {
  const calls = answerWith(() => refusal(409, "The database is failed."));
  const { user, onDone } = danger();
  await user.click(button("Suspend"));
  const dialog = await screen.findByRole("dialog", { name: "Suspend" });
  await user.click(within(dialog).getByRole("button", { name: "Suspend" }));
  expect((await within(dialog).findByRole("alert")).textContent).toBe("The database is failed.");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(calls).toHaveLength(1);
  expect(onDone).not.toHaveBeenCalled();
});

it("deletes once the name is typed, and only once", async () => {
  const answer = pending<{ status: number; body: unknown }>();
  const calls = answerWith(() => answer.promise);
  const { user, onDone } = danger();
  await user.click(button("Delete"));
  const dialog = within(await screen.findByRole("dialog", { name: "Delete the database" }));
  expect(dialog.getByText(/A last dump is kept/)).toBeDefined();
  const field = dialog.getByLabelText("Type Shop to confirm");
  await waitFor(() => expect(document.activeElement).toBe(field));
  await user.type(field, "Sho{Enter}");
  expect(calls).toEqual([]);
  await user.type(field, "p{Enter}");
  await waitFor(() => expect(dialog.getByRole("button", { name: "Delete" }).dataset.loading).toBe("true"));
  await user.keyboard("{Enter}");
  answer.end({ status: 202, body: { status: "deleting" } });
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls).toMatchObject([{ method: "DELETE", path: "/api/provisioning/databases/dbs_1" }]);
});
