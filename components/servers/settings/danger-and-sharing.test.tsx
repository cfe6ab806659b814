import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { recallCredentials } from "@/components/servers/fresh-credentials";
import { ownerRights, sampleServer } from "@/components/testing/samples";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import { DangerZone } from "./danger-zone";
import Sharing from "./sharing";

const button = (name: string) => screen.getByRole("button", { name });
function zone(rights: Partial<typeof ownerRights> = {}, more: Partial<typeof sampleServer> = {}) {
  const onDone = vi.fn();
  const server = { ...sampleServer, ...more };
  return { onDone, ...show(<DangerZone server={server} rights={{ ...ownerRights, ...rights }} onDone={onDone} />) };
}

it.each([
  [{ credentials: false }, ["Reinstall", "Delete"]],
  [{ reinstall: false, delete: false }, ["Rotate"]],
  [{ suspend: true, credentials: false, reinstall: false }, ["Suspend", "Delete"]],
])("offers what the person may do: %j", (rights, expected) => {
  zone(rights);
  expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual(expected);
});

it("says what is lost before it is deleted, and does nothing for another name", async () => {
  const calls = answerWith(() => ({ body: {} }));
  const { user } = zone();
  await user.click(button("Delete"));
  const dialog = within(await screen.findByRole("dialog", { name: "Delete the server" }));
  expect(dialog.getByText(/This cannot be undone/)).toBeDefined();
  const field = dialog.getByLabelText("Type Survival to confirm");
  await waitFor(() => expect(document.activeElement).toBe(field));
  await user.type(field, "Surviva{Enter}");
  expect(dialog.getByRole("button", { name: "Delete" })).toHaveProperty("disabled", true);
  expect(calls).toEqual([]);
});

it("reinstalls once the name is typed, loading meanwhile", async () => {
  const answer = pending<{ body: unknown }>();
  const calls = answerWith(() => answer.promise);
  const { user, onDone, toasts } = zone();
  await user.click(button("Reinstall"));
  const dialog = await screen.findByRole("dialog", { name: "Reinstall" });
  await user.type(within(dialog).getByRole("textbox"), "Survival{Enter}");
  const confirm = within(dialog).getByRole("button", { name: "Reinstall" });
  await waitFor(() => expect(confirm.dataset.loading).toBe("true"));
  await user.keyboard("{Enter}");
  answer.end({ body: {} });
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(toasts[0]?.message).toBe("The server is being set up again.");
  expect(calls.map(({ path }) => path)).toEqual(["/api/servers/srv_1/reinstall"]);
});

it("keeps rotated credentials for the connection card", async () => {
  const panel = { url: "https://panel.test", username: "survival", password: "new-secret" };
  answerWith(() => ({ body: { rconPassword: "new-rcon", panel } }));
  const { user, onDone } = zone();
  await user.click(button("Rotate"));
  await screen.findByRole("dialog", { name: "Rotate credentials" });
  await user.keyboard("{Enter}");
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(recallCredentials("srv_1")).toEqual({ rconPassword: "new-rcon", panel });
});

const grace = { userId: "usr_2", name: "Grace", email: "grace@example.net", permissions: ["server.console"] };
const members = (items: object[]) => ({ body: { items } });

it("shares with a person by the permissions that were chosen", async () => {
  let items: object[] = [];
  const calls = answerWith(({ method }) => {
    if (method === "POST") items = [grace];
    return method === "POST" ? { status: 201, body: grace } : members(items);
  });
  const { user, toasts } = show(<Sharing serverId="srv_1" />);
  const email = await screen.findByLabelText("Their e-mail address at this panel");
  await user.type(email, "grace@example.net");
  await user.click(screen.getByLabelText("Start and stop"));
  await user.click(screen.getByLabelText("Send commands"));
  await user.click(button("Share"));
  expect(await screen.findByText("grace@example.net")).toBeDefined();
  expect(toasts[0]?.message).toBe("The server is shared.");
  expect(calls.find(({ method }) => method === "POST")?.body).toEqual({
    email: "grace@example.net",
    permissions: ["server.console", "server.command"],
  });
  expect(email).toHaveProperty("value", "");
});

it("refuses an address that is none beside its field, and sends nothing", async () => {
  const calls = answerWith(() => members([]));
  const { user } = show(<Sharing serverId="srv_1" />);
  const email = await screen.findByLabelText("Their e-mail address at this panel");
  await user.type(email, "grace{Enter}");
  await waitFor(() => expect(email.getAttribute("aria-invalid")).toBe("true"));
  await waitFor(() => expect(document.activeElement).toBe(email));
  expect(calls.every(({ method }) => method === "GET")).toBe(true);
});

it("shows the permission as it is when it could not be changed", async () => {
  answerWith(({ method }) => (method === "GET" ? members([grace]) : refusal(409, "They left the panel.")));
  const { user, toasts } = show(<Sharing serverId="srv_1" />);
  const group = await screen.findByRole("group", { name: "What Grace may do" });
  const power = within(group).getByLabelText("Start and stop");
  await user.click(power);
  await waitFor(() => expect(toasts[0]).toEqual({ message: "They left the panel.", tone: "failed" }));
  expect(power).toHaveProperty("checked", false);
});
