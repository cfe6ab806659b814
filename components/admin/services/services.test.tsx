import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleProvider, sampleProviderKind } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { ProviderView } from "@/lib/hosted-services/providers/contract";
import ConnectProvider from "./connect-provider";
import DeleteProvider from "./delete-provider";
import { ProviderList } from "./provider-list";

const button = (name: string) => screen.getByRole("button", { name });
const kinds = [sampleProviderKind];

const list = (items: ProviderView[], nextCursor: string | null = null) =>
  show(<ProviderList nodes={[]} items={items} nextCursor={nextCursor} kinds={kinds} />, "/admin/services");

it("teaches what a service is for where there is none, and opens the form", async () => {
  const { user } = list([]);
  expect(screen.getByText("No services yet.")).toBeDefined();
  await user.click(button("Connect a service"));
  await screen.findByRole("dialog", { name: "Connect a service" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("lists services with health, version, address and objects", () => {
  const down = {
    ...sampleProvider,
    ...{ id: "prv_2", name: "Paris", kind: "other", accepting: false, resources: 3, version: null },
    health: { state: "unhealthy" as const, error: "connect ECONNREFUSED", checkedAt: sampleProvider.createdAt },
  };
  const fresh = { ...sampleProvider, id: "prv_3", name: "Rome" };
  const unknown = { ...fresh, health: { state: "unknown" as const, error: null, checkedAt: null } };
  list([sampleProvider, down, unknown], "prv_3");
  const row = (name: RegExp) => within(screen.getByRole("row", { name }));
  expect(row(/Leipzig/).getByText("up")).toBeDefined();
  expect(row(/Leipzig/).getByText("PostgreSQL")).toBeDefined();
  expect(row(/Leipzig/).getByText("16.4")).toBeDefined();
  expect(row(/Leipzig/).getByText("db.example.net:5432")).toBeDefined();
  expect(row(/Paris/).getByText("down")).toBeDefined();
  expect(row(/Paris/).getByText("connect ECONNREFUSED")).toBeDefined();
  expect(row(/Paris/).getByText("closed for new objects")).toBeDefined();
  expect(row(/Rome/).getByText("not checked")).toBeDefined();
  expect(row(/Rome/).queryByText(/checked \d/)).toBeNull();
  expect(screen.getByRole("link", { name: "Older services" }).getAttribute("href")).toContain("cursor=prv_3");
});

it("says why a service that the panel runs failed", () => {
  const error = "The program stopped while starting.";
  const health = { state: "unhealthy" as const, error, checkedAt: null };
  list([{ ...sampleProvider, mode: "managed", status: "failed", health }]);
  const row = within(screen.getByRole("row", { name: /Leipzig/ }));
  expect(row.getByText("failed")).toBeDefined();
  expect(row.getByText(error)).toBeDefined();
});

it("tests a service and loads the list again, also after a failure", async () => {
  let answer: object = { body: { version: "16.4", durationMs: 12 } };
  const calls = answerWith(() => answer);
  const { user, router, toasts } = list([sampleProvider]);
  await user.click(button("Test"));
  await waitFor(() => expect(toasts[0]?.message).toBe("Leipzig answered in 12 ms. Version 16.4."));
  expect(calls).toMatchObject([{ method: "POST", path: "/api/admin/providers/prv_1/test" }]);
  answer = refusal(422, "connect ECONNREFUSED");
  await user.click(button("Test"));
  await waitFor(() => expect(toasts[1]).toEqual({ message: "connect ECONNREFUSED", tone: "failed" }));
  expect(router.refresh).toHaveBeenCalledTimes(2);
});

it.each([
  [true, "Close", "Leipzig takes no new objects."],
  [false, "Open", "Leipzig takes new objects."],
])("closes and opens a service (open: %s)", async (accepting, label, message) => {
  const calls = answerWith(() => ({ body: sampleProvider }));
  const { user, toasts } = list([{ ...sampleProvider, accepting }]);
  await user.click(button(label));
  await waitFor(() => expect(toasts[0]?.message).toBe(message));
  expect(calls).toEqual([{ method: "PATCH", path: "/api/admin/providers/prv_1", body: { accepting: !accepting } }]);
});

it("opens the forms of a service from its row", async () => {
  const { user } = list([sampleProvider]);
  await user.click(button("Change"));
  await screen.findByRole("dialog", { name: "Change Leipzig" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(button("Disconnect"));
  await screen.findByRole("dialog", { name: "Disconnect Leipzig" });
});

function connect(provider: ProviderView | null = null) {
  const onClose = vi.fn();
  return { onClose, ...show(<ConnectProvider kinds={kinds} provider={provider} onClose={onClose} />) };
}

it("connects a service with the fields of its kind", async () => {
  const calls = answerWith(() => ({ status: 202, body: sampleProvider }));
  const { user, onClose, router, toasts } = connect();
  expect(screen.getByText("A PostgreSQL server, version 16 or newer.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  await user.keyboard("Leipzig");
  const url = screen.getByLabelText("Connection URL");
  expect(url).toHaveProperty("type", "password");
  await user.type(url, "postgresql://a:b@db/postgres");
  await user.type(screen.getByLabelText("Host for customers"), "db.example.net{Enter}");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(calls).toEqual([
    {
      method: "POST",
      path: "/api/admin/providers",
      body: {
        kind: "postgresql",
        name: "Leipzig",
        mode: "external",
        connection: { url: "postgresql://a:b@db/postgres", publicHost: "db.example.net", publicPort: 5432 },
      },
    },
  ]);
  expect(toasts[0]?.message).toBe("Leipzig is connected. Version 16.4.");
  expect(router.refresh).toHaveBeenCalledOnce();
});

it("shows a refusal of the connection beside its field, and keeps what was typed", async () => {
  answerWith(() => refusal(422, "Refused.", [{ path: "connection.url", message: "Write postgresql://…" }]));
  const { user, onClose } = connect();
  await user.type(screen.getByLabelText("Name"), "Leipzig");
  const url = screen.getByLabelText("Connection URL");
  await user.type(url, "db{Enter}");
  expect(await screen.findByText("Write postgresql://…")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(url));
  expect(url).toHaveProperty("value", "db");
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "Leipzig");
  expect(onClose).not.toHaveBeenCalled();
});

it("says why the connection does not work", async () => {
  answerWith(() => refusal(422, "connect ECONNREFUSED 127.0.0.1:1"));
  const { user } = connect();
  await user.click(button("Test and connect"));
  expect((await screen.findByRole("alert")).textContent).toBe("connect ECONNREFUSED 127.0.0.1:1");
});

it("keeps the connection of a service whose name is changed", async () => {
  const calls = answerWith(() => ({ body: sampleProvider }));
  const { user, onClose } = connect(sampleProvider);
  expect(screen.getByText("To change the connection, enter its secrets again.")).toBeDefined();
  expect(screen.getByLabelText("Connection URL")).toHaveProperty("value", "");
  expect(screen.getByLabelText("Host for customers")).toHaveProperty("value", "db.example.net");
  await user.type(screen.getByLabelText("Name"), " 2{Enter}");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(calls).toEqual([{ method: "PATCH", path: "/api/admin/providers/prv_1", body: { name: "Leipzig 2" } }]);
});

it("sends a whole new connection when one of its fields is filled", async () => {
  const calls = answerWith(() => ({ body: sampleProvider }));
  const { user, onClose } = connect(sampleProvider);
  await user.clear(screen.getByLabelText("Host for customers"));
  await user.type(screen.getByLabelText("Host for customers"), "db2.example.net{Enter}");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(calls[0]?.body).toEqual({
    name: "Leipzig",
    connection: { url: "", publicHost: "db2.example.net", publicPort: 5432 },
  });
});

function removal(resources: number) {
  const onClose = vi.fn();
  return { onClose, ...show(<DeleteProvider provider={{ ...sampleProvider, resources }} onClose={onClose} />) };
}

it("disconnects a service that is not in use", async () => {
  const calls = answerWith(() => ({ body: { status: "deleted" } }));
  const { user, onClose, router, toasts } = removal(0);
  await waitFor(() => expect(document.activeElement).toBe(button("Disconnect")));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(calls).toMatchObject([{ method: "DELETE", path: "/api/admin/providers/prv_1" }]);
  expect(toasts[0]?.message).toBe("Leipzig is disconnected.");
  expect(router.refresh).toHaveBeenCalledOnce();
});

it.each([
  [1, /Customers have 1 object on it/],
  [3, /Customers have 3 objects on it/],
])("does not disconnect a service with %i objects, and says what to do", async (resources, text) => {
  const calls = answerWith(() => ({ body: {} }));
  const { user } = removal(resources);
  expect(screen.getByText(text)).toBeDefined();
  expect(button("Disconnect")).toHaveProperty("disabled", true);
  await user.keyboard("{Enter}");
  expect(calls).toEqual([]);
});
