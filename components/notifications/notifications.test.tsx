import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { NotificationView, PreferenceView } from "@/lib/notifications/contract";
import { NotificationButton } from "./notification-button";
import { MarkAllRead, NotificationList } from "./notification-list";
import { PreferenceTable } from "./preference-table";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const at = "2026-05-04T10:00:00.000Z";
const failed: NotificationView = {
  id: "ntf_1",
  kind: "server.failed",
  severity: "error",
  title: "Survival stopped",
  body: "It ended with code 9.",
  href: "/servers/srv_1",
  createdAt: at,
  readAt: null,
};
const read: NotificationView = {
  ...failed,
  id: "ntf_2",
  severity: "info",
  title: "The address changed",
  href: null,
  readAt: at,
};

/** An inbox as the panel keeps it. */
function inbox(items: NotificationView[]) {
  const state = { items };
  const calls = answerWith(({ method, body }) => {
    if (method === "GET") {
      const unread = state.items.filter(({ readAt }) => readAt === null).length;
      return { body: { items: state.items, nextCursor: null, unread } };
    }
    const ids: string[] | undefined = Object(body).ids;
    state.items = state.items.map((item) => (!ids || ids.includes(item.id) ? { ...item, readAt: at } : item));
    return { body: {} };
  });
  return { state, calls };
}
const bell = () => screen.getByRole("button", { name: /^Notifications/ });
const opened = () => screen.findByRole("dialog", { name: /^Notifications/ });

it("says how many are unread, in the name of the button too", async () => {
  inbox([failed, { ...failed, id: "ntf_3" }, read]);
  show(<NotificationButton channel={null} />);
  expect(await screen.findByRole("button", { name: "Notifications, 2 unread" })).toBeDefined();
  expect(bell().textContent).toBe("2");
  expect(bell().getAttribute("aria-expanded")).toBe("false");
});

it("shortens a large number", async () => {
  answerWith(() => ({ body: { items: [failed], nextCursor: null, unread: 250 } }));
  show(<NotificationButton channel={null} />);
  await waitFor(() => expect(bell().textContent).toBe("99+"));
});

it("shows the newest, with their severity as a word", async () => {
  inbox([failed, read]);
  const { user } = show(<NotificationButton channel={null} />);
  await user.click(bell());
  const list = within(await opened());
  expect(list.getByRole("img", { name: "Error" })).toBeDefined();
  expect(list.getByRole("img", { name: "Information" })).toBeDefined();
  expect(list.getByText("It ended with code 9.", { selector: "a *" })).toBeDefined();
  // One that is about no page is text.
  expect(list.getAllByRole("listitem")[1]?.querySelector("a")).toBeNull();
  expect(list.getByRole("link", { name: "All notifications" }).getAttribute("href")).toBe("/notifications");
});

it("closes by Escape, and gives the focus back to the bell", async () => {
  inbox([failed]);
  const { user } = show(<NotificationButton channel={null} />);
  await user.click(bell());
  await opened();
  expect(bell().getAttribute("aria-expanded")).toBe("true");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(document.activeElement).toBe(bell());
});

it("marks one as read when it is opened", async () => {
  const { calls } = inbox([failed, read]);
  const { user } = show(<NotificationButton channel={null} />);
  await user.click(bell());
  const link = within(await opened()).getByRole("link", { name: /Survival stopped/ });
  expect(link.getAttribute("href")).toBe("/servers/srv_1");
  link.addEventListener("click", (event) => event.preventDefault());
  await user.click(link);
  await waitFor(() => expect(screen.getByRole("button", { name: "Notifications" })).toBeDefined());
  expect(calls.find(({ method }) => method === "POST")?.body).toEqual({ ids: ["ntf_1"] });
});

it("marks all as read, and offers it no longer", async () => {
  const { calls } = inbox([failed, { ...failed, id: "ntf_3" }]);
  const { user } = show(<NotificationButton channel={null} />);
  await user.click(bell());
  await opened();
  await user.click(await screen.findByRole("button", { name: "Mark all as read" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Mark all as read" })).toBeNull());
  expect(calls.find(({ method }) => method === "POST")?.body).toEqual({});
  expect(bell().textContent).toBe("");
});

it("counts a new one as it comes", async () => {
  const { state } = inbox([]);
  const { connect, emit } = await showLive(<NotificationButton channel="private-user-1" />);
  await connect();
  state.items = [failed];
  const event = { id: "ntf_1", title: "x", severity: "error", sessionId: null, at };
  await emit("private-user-1", "notification.created", event);
  expect(await screen.findByRole("button", { name: "Notifications, 1 unread" })).toBeDefined();
});

it("is empty where notifications cannot be read yet", async () => {
  answerWith(() => refusal(403, "Set up a second factor first."));
  const { user, toasts } = show(<NotificationButton channel={null} />);
  await user.click(bell());
  expect(within(await opened()).getByText("No notifications yet.")).toBeDefined();
  expect(toasts).toEqual([]);
});

it("lists all of a page, and marks one as read once", async () => {
  const { calls } = inbox([failed, read]);
  const { user } = show(<NotificationList items={[failed, { ...read, href: "/servers/srv_2" }]} />);
  for (const link of screen.getAllByRole("link")) link.addEventListener("click", (event) => event.preventDefault());
  await user.click(screen.getByRole("link", { name: /The address changed/ }));
  await user.click(screen.getByRole("link", { name: /Survival stopped/ }));
  await waitFor(() => expect(calls.filter(({ method }) => method === "POST")).toHaveLength(1));
  expect(screen.getAllByText("New")).toHaveLength(1);
});

it("explains an empty list", () => {
  show(<NotificationList items={[]} />);
  expect(screen.getByText(/The panel reports here when a server fails/)).toBeDefined();
});

it("marks all of them as read, and loads the page again", async () => {
  const answer = pending<{ body: unknown }>();
  answerWith(() => answer.promise);
  const { user, router } = show(<MarkAllRead />);
  const button = screen.getByRole("button", { name: "Mark all as read" });
  await user.click(button);
  await waitFor(() => expect(button.dataset.loading).toBe("true"));
  answer.end({ body: {} });
  await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
});

const preference: PreferenceView = {
  kind: "server.failed",
  title: "A server failed",
  description: "It crashed or could not be created.",
  channels: [
    { channel: "panel", label: "Panel", enabled: true, mandatory: true },
    { channel: "mail", label: "Mail", enabled: true, mandatory: false },
  ],
};
const mailSwitch = () => screen.getByRole("switch", { name: "A server failed: Mail" });

it("switches a channel off at once, and shows it while the request runs", async () => {
  const answer = pending<{ body: unknown }>();
  const calls = answerWith(() => answer.promise);
  const { user } = show(<PreferenceTable initial={[preference]} />);
  expect(mailSwitch()).toHaveProperty("checked", true);
  await user.click(mailSwitch());
  await waitFor(() => expect(mailSwitch()).toHaveProperty("checked", false));
  expect(mailSwitch()).toHaveProperty("disabled", true);
  const mail = { channel: "mail", label: "Mail", enabled: false, mandatory: false };
  answer.end({ body: { items: [{ ...preference, channels: [preference.channels[0], mail] }] } });
  await waitFor(() => expect(mailSwitch()).toHaveProperty("disabled", false));
  expect(mailSwitch()).toHaveProperty("checked", false);
  expect(calls[0]).toMatchObject({ method: "PUT", body: { kind: "server.failed", channel: "mail", enabled: false } });
});

it("switches back when it could not be saved, and says why", async () => {
  answerWith(() => refusal(503, "The database is unavailable."));
  const { user, toasts } = show(<PreferenceTable initial={[preference]} />);
  await user.click(mailSwitch());
  await waitFor(() => expect(toasts[0]?.message).toBe("The database is unavailable."));
  expect(mailSwitch()).toHaveProperty("checked", true);
});

it("cannot switch off what is always sent", () => {
  show(<PreferenceTable initial={[preference]} />);
  expect(screen.getByRole("switch", { name: "A server failed: Panel" })).toHaveProperty("disabled", true);
  expect(screen.getByText("Always on")).toBeDefined();
});
