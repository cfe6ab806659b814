import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { sampleDatabase, sampleServer } from "@/components/testing/samples";
import { answerWith, type Call, refusal, show } from "@/components/testing/show";
import type { DatabaseRights } from "./database-rights";
import DatabaseServers from "./database-servers";

const owner: DatabaseRights = { isOwner: true, manage: true, credentials: true, delete: true };
const attachment = { serverId: "srv_1", server: "World", prefix: "DATABASE", variables: ["DATABASE_URL"] };

function panel(items: unknown[], change: (call: Call) => ReturnType<typeof refusal> = () => ({ body: {} })): Call[] {
  return answerWith((call) => {
    if (call.method !== "GET") return change(call);
    if (call.path.includes("/attachments")) return { body: { items } };
    return { body: { items: [{ ...sampleServer, id: "srv_2", name: "Lobby" }], nextCursor: null } };
  });
}

it("lists the servers with their variables, and detaches one", async () => {
  const calls = panel([attachment]);
  const { user } = show(<DatabaseServers view={sampleDatabase} rights={owner} />);
  const row = within(await screen.findByRole("row", { name: /World/ }));
  expect(row.getByRole("link").getAttribute("href")).toBe("/servers/srv_1");
  expect(row.getByText("DATABASE_URL")).toBeDefined();
  await user.click(row.getByRole("button", { name: "Detach World" }));
  await waitFor(() => expect(calls.some(({ method }) => method === "DELETE")).toBe(true));
  expect(calls.find(({ method }) => method === "DELETE")?.path).toContain("/attachments/srv_1");
});

it("attaches the database to a server of the person's own", async () => {
  const calls = panel([]);
  const { user } = show(<DatabaseServers view={sampleDatabase} rights={owner} />);
  expect(await screen.findByText("No server uses it.")).toBeDefined();
  await user.click(await screen.findByRole("combobox", { name: "Server" }));
  await user.click(await screen.findByRole("option", { name: "Lobby" }));
  await user.click(screen.getByRole("button", { name: "Attach" }));
  await waitFor(() => expect(calls.some(({ method }) => method === "POST")).toBe(true));
  expect(calls.find(({ method }) => method === "POST")?.body).toEqual({ serverId: "srv_2", prefix: "DATABASE" });
});

it("shows why a server is refused, beside the field", async () => {
  const errors = [{ path: "prefix", message: "The server has a variable DATABASE_URL already." }];
  panel([], () => refusal(409, "Taken", errors));
  const { user } = show(<DatabaseServers view={sampleDatabase} rights={owner} />);
  await user.click(await screen.findByRole("combobox", { name: "Server" }));
  await user.click(await screen.findByRole("option", { name: "Lobby" }));
  await user.click(screen.getByRole("button", { name: "Attach" }));
  expect(await screen.findByText("The server has a variable DATABASE_URL already.")).toBeDefined();
});

it("offers nothing to people who may only read", async () => {
  panel([attachment]);
  show(<DatabaseServers view={sampleDatabase} rights={{ ...owner, isOwner: false, manage: false }} />);
  await screen.findByRole("row", { name: /World/ });
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.queryByRole("combobox")).toBeNull();
});
