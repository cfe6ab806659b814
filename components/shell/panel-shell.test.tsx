import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakePusher } from "@/components/testing/fake-pusher";
import { answerWith, show } from "@/components/testing/show";
import { toastDone } from "@/components/ui/toast";
import { keepRecent, readRecent } from "./palette/recent-pages";
import { PanelShell } from "./panel-shell";
import type { WatchedSession } from "./session/session-watch";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const realtime = { key: "key", cluster: "main", wsPort: 6001, forceTLS: false, hosted: false };
const session: WatchedSession = {
  id: "ses_1",
  userId: "usr_1",
  serverId: null,
  channel: "private-session-1",
  newDeviceId: null,
};
const person = { name: "Ada", email: "ada@example.net" };
type ShellProps = Partial<Parameters<typeof PanelShell>[0]>;

const empty = { items: [], nextCursor: null, unread: 0 };
const assign = vi.hoisted(() => vi.fn());
vi.mock("@/components/ui/browser/open-page", () => ({ openPage: assign }));

beforeEach(() => {
  FakePusher.current = null;
  answerWith(() => ({ body: empty }));
  window.history.replaceState(null, "", "/servers?q=a");
});
afterEach(() => {
  assign.mockClear();
  localStorage.clear();
});

function shell(props: ShellProps = {}, address = "/servers") {
  return show(
    <PanelShell
      person={person}
      viewer="user"
      realtime={realtime}
      session={session}
      choices={{ narrow: false }}
      version="1.2.3"
      {...props}
    >
      <h1>Servers</h1>
      <input aria-label="Name" />
      <input aria-label="Find" type="search" />
    </PanelShell>,
    address,
  );
}
async function socket(): Promise<FakePusher> {
  await waitFor(() => expect(FakePusher.current?.channels.size).toBeGreaterThan(0));
  const pusher = FakePusher.current ?? new FakePusher();
  await act(async () => pusher.state("connected"));
  return pusher;
}
const revoke = async (reason: string, sessionId: string | null = "ses_1") => {
  const pusher = await socket();
  const data = { sessionId, reason, at: "2026-05-04T10:00:00.000Z" };
  await act(async () => pusher.emit("private-session-1", "session.revoked", data));
};
const links = () =>
  within(screen.getByRole("navigation", { name: "Main" }))
    .getAllByRole("link")
    .map(({ textContent }) => textContent);

it("marks the page that is open, also below its address", () => {
  shell({}, "/servers/srv_1");
  const navigation = within(screen.getByRole("navigation", { name: "Main" }));
  expect(navigation.getByRole("link", { current: "page" }).textContent).toBe("Servers");
});

it("skips to the content by a link, which is the first thing to reach", async () => {
  const { user } = shell();
  await user.tab();
  expect(document.activeElement?.textContent).toBe("Skip to content");
  expect(document.activeElement?.getAttribute("href")).toBe("#main");
  expect(screen.getByRole("main").id).toBe("main");
});

it("offers administration to those who have it only", () => {
  const { unmount } = shell();
  expect(screen.queryByText("Administration")).toBeNull();
  unmount();
  shell({ viewer: "administrator" });
  expect(screen.getByText("Administration")).toBeDefined();
  expect(links()).toContain("Users");
});

it("shows the login of one server its server only, without the account's notifications", () => {
  shell({ viewer: "resource", session: { ...session, userId: null, serverId: "srv_1" } });
  expect(links()).toEqual(["LightNode", "Servers", "Documents"]);
  expect(screen.queryByRole("button", { name: /Notifications/ })).toBeNull();
});

it("opens and closes the menu of a phone", async () => {
  const { user } = shell();
  const menu = screen.getByRole("button", { name: "Menu" });
  expect(menu.getAttribute("aria-expanded")).toBe("false");
  await user.click(menu);
  expect(menu.getAttribute("aria-expanded")).toBe("true");
  expect(menu.getAttribute("aria-controls")).toBe(screen.getByRole("navigation", { name: "Main" }).id);
  const account = within(screen.getByRole("navigation", { name: "Main" })).getByRole("link", { name: "Account" });
  account.addEventListener("click", (event) => event.preventDefault());
  await user.click(account);
  expect(menu.getAttribute("aria-expanded")).toBe("false");
});

it("opens the search by Ctrl+K, and closes it by Escape", async () => {
  const { user } = shell();
  await user.keyboard("{Control>}k{/Control}");
  const field = await screen.findByRole("combobox", { name: "Search pages and servers" });
  await waitFor(() => expect(document.activeElement).toBe(field));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("combobox", { name: "Search pages and servers" })).toBeNull());
});

it("opens the search by its button", async () => {
  const { user } = shell();
  await user.click(screen.getByRole("button", { name: "Search pages and servers" }));
  expect(await screen.findByRole("combobox", { name: "Search pages and servers" })).toBeDefined();
});

it("opens the person's menu with the first click", async () => {
  const { user } = shell();
  const button = screen.getByRole("button", { name: "Account of Ada" });
  expect(button.getAttribute("aria-haspopup")).toBe("menu");
  await user.click(button);
  expect(await screen.findByRole("menuitem", { name: "Sign out" })).toBeDefined();
});

it("shows a message, and every later one", async () => {
  shell();
  act(() => toastDone("Saved."));
  expect(await screen.findByText("Saved.")).toBeDefined();
  act(() => toastDone("Restarted."));
  expect(await screen.findByText("Restarted.")).toBeDefined();
});

it("leads to the sign-in page with the reason when the session was ended, and back afterwards", async () => {
  shell();
  await revoke("ended");
  await waitFor(() => expect(assign).toHaveBeenCalledOnce());
  const target = new URL(String(assign.mock.calls[0]?.[0]), "http://panel.invalid");
  expect(target.pathname).toBe("/sign-in");
  expect([...target.searchParams.values()]).toContain("/servers?q=a");
});

it("ignores the end of another session", async () => {
  shell();
  await revoke("ended", "ses_2");
  expect(assign).not.toHaveBeenCalled();
});

it("keeps a page with typed text, and asks to sign in above it", async () => {
  const { user } = shell();
  await user.type(screen.getByLabelText("Name"), "half");
  await revoke("ended");
  expect(await screen.findByRole("dialog", { name: "Sign in again" })).toBeDefined();
  expect(assign).not.toHaveBeenCalled();
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "half");
});

it("does not count a search as typed text", async () => {
  const { user } = shell();
  await user.type(screen.getByLabelText("Find"), "half");
  await revoke("ended");
  await waitFor(() => expect(assign).toHaveBeenCalledOnce());
});

it("does not keep the page of an account that was locked", async () => {
  const { user } = shell();
  await user.type(screen.getByLabelText("Name"), "half");
  await revoke("locked", null);
  await waitFor(() => expect(assign).toHaveBeenCalledOnce());
  expect(String(assign.mock.calls[0]?.[0])).not.toContain("servers");
});

it("goes without a reason where another tab signed out", async () => {
  shell();
  await revoke("signed_out");
  await waitFor(() => expect(assign).toHaveBeenCalledWith("/sign-in"));
});

const notified = (sessionId: string | null) => {
  const at = "2026-05-04T10:00:00.000Z";
  return { id: "ntf_1", title: "Survival stopped", severity: "error", sessionId, at };
};

it("reports what happened elsewhere, and loads the page again", async () => {
  const { toasts, router } = shell();
  const pusher = await socket();
  await act(async () => pusher.emit("private-session-1", "notification.created", notified(null)));
  expect(toasts).toEqual([{ message: "Survival stopped", tone: "notice" }]);
  await waitFor(() => expect(router.refresh).toHaveBeenCalled());
});

it("shows no toast for what the person did in this session", async () => {
  const { toasts } = shell();
  const pusher = await socket();
  await act(async () => pusher.emit("private-session-1", "notification.created", notified("ses_1")));
  expect(toasts).toEqual([]);
  await act(async () => pusher.emit("private-session-1", "notification.created", notified("ses_2")));
  expect(toasts).toHaveLength(1);
});

it("asks about a new device above the page", () => {
  shell({ session: { ...session, newDeviceId: "ses_9" } });
  expect(within(screen.getByRole("main")).getByRole("status").textContent).toContain("A new device signed in");
});

it("shows where a page is, and its title when it is below an entry of the navigation", async () => {
  shell({}, "/servers/srv_1");
  document.title = "Survival · LightNode";
  const trail = within(screen.getByRole("navigation", { name: "Breadcrumbs" }));
  expect(trail.getByText("Workspace")).toBeDefined();
  expect(trail.getByRole("link", { name: "Servers" }).getAttribute("href")).toBe("/servers");
  expect((await trail.findByText("Survival")).closest("li")?.getAttribute("aria-current")).toBe("page");
});

it("reduces the navigation to icons, and keeps the choice in a cookie", async () => {
  const { user } = shell();
  const button = screen.getByRole("button", { name: "Icons only" });
  await user.click(button);
  expect(button.getAttribute("aria-pressed")).toBe("true");
  expect(document.cookie).toContain("ln-frame=narrow");
  expect(links()).toContain("Servers");
  await user.click(button);
  expect(document.cookie).toContain("ln-frame=wide");
});

it("closes the menu of a phone by Escape, and gives the focus back to its button", async () => {
  const { user } = shell();
  const menu = screen.getByRole("button", { name: "Menu" });
  await user.click(menu);
  expect(screen.getByRole("main", { hidden: true }).hasAttribute("inert")).toBe(true);
  await user.keyboard("{Escape}");
  expect(menu.getAttribute("aria-expanded")).toBe("false");
  expect(document.activeElement).toBe(menu);
});

it("opens pages by g and a letter, and creates by c", async () => {
  const { user, router } = shell();
  await user.keyboard("gs");
  expect(router.push).toHaveBeenLastCalledWith("/servers");
  await user.keyboard("gb");
  expect(router.push).toHaveBeenLastCalledWith("/databases");
  await user.keyboard("c");
  expect(router.push).toHaveBeenLastCalledWith("/servers/new");
  router.push.mockClear();
  await user.keyboard("gu");
  expect(router.push).not.toHaveBeenCalled();
});

it("takes no single keys from a field, and none at all when they are switched off", async () => {
  const { user, router } = shell();
  await user.click(screen.getByLabelText("Name"));
  await user.keyboard("gs?");
  expect(router.push).not.toHaveBeenCalled();
  expect(screen.queryByRole("dialog")).toBeNull();
  await user.click(screen.getByRole("heading", { name: "Servers" }));
  await user.keyboard("?");
  const dialog = within(await screen.findByRole("dialog", { name: "Keyboard" }));
  expect(dialog.getByText("Search, open and act")).toBeDefined();
  await user.click(dialog.getByRole("switch"));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.keyboard("gs");
  expect(router.push).not.toHaveBeenCalled();
  localStorage.clear();
});

it("puts the focus into the page's search by a slash", async () => {
  const { user } = shell();
  await user.keyboard("/");
  expect(document.activeElement).toBe(screen.getByLabelText("Find"));
});

it("closes the menu of a phone when the window becomes wide, so that the page can be used", async () => {
  let onChange = () => {};
  const wide = {
    matches: false,
    addEventListener: (_: string, listener: () => void) => (onChange = listener),
    removeEventListener: () => {},
  };
  const real = window.matchMedia;
  vi.spyOn(window, "matchMedia").mockImplementation((query) =>
    query.includes("48.0625em") ? Object.assign(real.call(window, query), wide) : real.call(window, query),
  );
  const { user } = shell();
  await user.click(screen.getByRole("button", { name: "Menu" }));
  expect(screen.getByRole("main", { hidden: true }).hasAttribute("inert")).toBe(true);
  act(() => onChange());
  expect(screen.getByRole("main").hasAttribute("inert")).toBe(false);
  vi.restoreAllMocks();
});

it("does not name a page after the one before it", async () => {
  document.title = "Servers · LightNode";
  shell({}, "/servers/srv_1");
  expect(within(screen.getByRole("navigation", { name: "Breadcrumbs" })).getAllByText("Servers")).toHaveLength(1);
  expect(readRecent()).toEqual([]);
});

it("does not show the next person what the one before opened", async () => {
  const first = shell();
  keepRecent({ label: "Survival", href: "/servers/srv_1" });
  first.unmount();
  const again = shell();
  expect(readRecent()).toHaveLength(1);
  again.unmount();
  shell({ session: { ...session, userId: "usr_2" } });
  expect(readRecent()).toEqual([]);
});
