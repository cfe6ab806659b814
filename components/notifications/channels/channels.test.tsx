import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { english } from "@/components/testing/english";
import { answerWith, type Call, pending, refusal, show } from "@/components/testing/show";
import { type ChannelKindList, type ChannelView, maskedSecret } from "@/lib/notifications/channels/contract";
import type { PreferenceView } from "@/lib/notifications/contract";
import { PreferenceTable } from "../preference-table";
import { explainTest } from "./channel-actions";
import { ChannelList } from "./channel-list";
import { DeliveryTable } from "./delivery-table";
import { QuietHoursForm } from "./quiet-hours-form";

const at = "2026-05-04T10:00:00.000Z";
const field = { kind: "text", required: true, help: "", initial: null } as const;
const kinds: ChannelKindList = {
  pushKey: "BPub",
  items: [
    {
      kind: "email",
      label: "E-mail",
      description: "Mails.",
      fields: [{ ...field, name: "address", label: "Address" }],
    },
    {
      kind: "ntfy",
      label: "ntfy",
      description: "Push by ntfy.",
      fields: [
        { ...field, name: "server", label: "Server", required: false, initial: "https://ntfy.sh" },
        { ...field, name: "topic", label: "Topic" },
        { ...field, name: "token", label: "Access token", kind: "secret", required: false },
      ],
    },
    { kind: "web-push", label: "This browser", description: "", fields: [] },
  ],
};
const channel: ChannelView = {
  id: "chn_1",
  kind: "ntfy",
  name: "Phone",
  enabled: true,
  unconfirmed: false,
  settings: { server: "https://ntfy.sh", topic: "mine", token: maskedSecret },
  lastDelivery: null,
  createdAt: at,
  updatedAt: at,
};
const list = (...channels: ChannelView[]) => show(<ChannelList channels={channels} kinds={kinds} />);
const sent = (calls: Call[], method: string) => calls.filter((call) => call.method === method);
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const choose = async (user: ReturnType<typeof show>["user"], item: string) => {
  await user.click(button("More for Phone"));
  await user.click(await screen.findByRole("menuitem", { name: item }));
};

beforeEach(() => {
  vi.unstubAllGlobals();
});

describe("the list of channels", () => {
  it("says what to do when it is empty", () => {
    list();
    expect(screen.getByText("No channels yet.")).toBeDefined();
    // jsdom has no push: the button is not offered.
    expect(screen.queryByRole("button", { name: "Notify this browser" })).toBeNull();
  });

  it.each([
    ["ok", {}],
    ["off", { enabled: false }],
    ["unconfirmed", { unconfirmed: true, enabled: false }],
    ["failed", { lastDelivery: { state: "failed", createdAt: at, lastError: "404 no_service" } }],
    ["retrying", { lastDelivery: { state: "queued", createdAt: at, lastError: "500 broken" } }],
    ["ok", { lastDelivery: { state: "sent", createdAt: at, lastError: null } }],
  ] as const)("shows the state %s", (state, change) => {
    list({ ...channel, ...change });
    const row = screen.getByRole("row", { name: /Phone/ });
    expect(within(row).getByText(state)).toBeDefined();
    const error = "lastDelivery" in change ? change.lastDelivery.lastError : null;
    if (error) expect(within(row).getByText(error)).toBeDefined();
  });

  it("sends a test, and shows what the other side said", async () => {
    const answer = pending<{ body: unknown }>();
    const calls = answerWith(() => answer.promise);
    const { user, toasts, router } = list(channel);
    await user.click(button("Send a test to Phone"));
    await waitFor(() => expect(button("Send a test to Phone").dataset.loading).toBe("true"));
    answer.end({ body: { state: "sent", answer: "200 ok", lastError: null } });
    await waitFor(() => expect(toasts[0]?.message).toBe("The test was sent. Reply: 200 ok"));
    expect(calls[0]).toMatchObject({ method: "POST", path: "/api/notification-channels/chn_1/test" });
    await waitFor(() => expect(router.refresh).toHaveBeenCalled());
  });

  it.each([
    [{ state: "failed", answer: null, lastError: "The other side replied 404" }, "The other side replied 404"],
    [{ state: "held", answer: null, lastError: null }, /no mail server/],
    [{ state: "queued", answer: null, lastError: null }, /waits/],
    [{ state: "sent", answer: null, lastError: null }, "The test was sent."],
  ] as const)("explains the outcome %j", (outcome, text) =>
    expect(explainTest(english("notifications.channels"), outcome)).toMatch(text),
  );

  it("switches a channel off", async () => {
    const calls = answerWith(() => ({ body: { ...channel, enabled: false } }));
    const { user, toasts } = list(channel);
    await choose(user, "Switch off");
    await waitFor(() => expect(toasts[0]?.message).toBe("Phone is switched off."));
    expect(calls[0]).toMatchObject({ method: "PATCH", body: { enabled: false } });
  });

  it("deletes one after a confirmation only", async () => {
    const calls = answerWith(() => ({ status: 204 }));
    const { user, router } = list(channel);
    await choose(user, "Delete");
    const dialog = within(await screen.findByRole("dialog", { name: "Delete Phone?" }));
    expect(calls).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(router.refresh).toHaveBeenCalled());
    expect(calls[0]).toMatchObject({ method: "DELETE", path: "/api/notification-channels/chn_1" });
  });

  it("links to the log", async () => {
    const { user } = list(channel);
    await user.click(button("More for Phone"));
    const log = await screen.findByRole("menuitem", { name: "Log" });
    expect(log.getAttribute("href")).toBe("/account/notifications/channels/chn_1");
  });
});

describe("the form of a channel", () => {
  it("has the fields of the chosen kind, and asks for the code of a new address", async () => {
    const calls = answerWith(() => ({
      status: 201,
      body: { ...channel, kind: "email", name: "Ops", unconfirmed: true },
    }));
    const { user } = list();
    await user.click(button("Add a channel"));
    const dialog = within(await screen.findByRole("dialog", { name: "Add a channel" }));
    expect(dialog.queryByLabelText("Topic")).toBeNull();
    await user.type(dialog.getByLabelText("Name"), "Ops");
    await user.type(dialog.getByLabelText("Address"), "ops@example.net");
    await user.click(dialog.getByRole("button", { name: "Add" }));
    expect(await screen.findByRole("dialog", { name: "Confirm Ops" })).toBeDefined();
    const body = { kind: "email", name: "Ops", settings: { address: "ops@example.net" } };
    expect(sent(calls, "POST")[0]?.body).toEqual(body);
    await user.type(screen.getByLabelText("Code"), "123456");
    await user.click(button("Confirm"));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(calls.at(-1)).toMatchObject({ path: "/api/notification-channels/chn_1/confirm", body: { code: "123456" } });
  });

  it("offers no kind that a browser makes itself", async () => {
    const { user } = list();
    await user.click(button("Add a channel"));
    await user.click(await screen.findByRole("combobox", { name: "Kind" }));
    expect((await screen.findAllByRole("option")).map(({ textContent }) => textContent)).toEqual(["E-mail", "ntfy"]);
  });

  it("places refusals of settings beside their fields", async () => {
    answerWith(() => refusal(422, "Check the fields.", [{ path: "settings.address", message: "Use an address." }]));
    const { user } = list();
    await user.click(button("Add a channel"));
    const dialog = within(await screen.findByRole("dialog", { name: "Add a channel" }));
    await user.type(dialog.getByLabelText("Name"), "Ops");
    await user.click(dialog.getByRole("button", { name: "Add" }));
    expect(await dialog.findByText("Use an address.")).toBeDefined();
    expect(dialog.getByLabelText("Address").getAttribute("aria-invalid")).toBe("true");
  });

  it("keeps a secret that was not typed again, and the default of a field that was emptied", async () => {
    const calls = answerWith(() => ({ body: channel }));
    const { user } = list(channel);
    await choose(user, "Edit");
    const dialog = within(await screen.findByRole("dialog", { name: "Change Phone" }));
    expect(dialog.getByLabelText("Topic")).toHaveProperty("value", "mine");
    await user.clear(dialog.getByLabelText("Server"));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent(calls, "PATCH")[0]?.body).toEqual({ name: "Phone", settings: { topic: "mine", token: maskedSecret } });
  });

  it("asks for the code of an address that is not confirmed, and sends a new one", async () => {
    const calls = answerWith(({ path }) =>
      path.endsWith("/test")
        ? { body: { state: "sent", answer: "250", lastError: null } }
        : refusal(422, "Check the fields.", [{ path: "code", message: "The code is wrong." }]),
    );
    const { user, toasts } = list({ ...channel, unconfirmed: true });
    await user.click(button("Confirm Phone"));
    await user.type(await screen.findByLabelText("Code"), "12345");
    await user.click(button("Confirm"));
    expect(await screen.findByText("The code has six digits.")).toBeDefined();
    expect(calls).toEqual([]);
    await user.type(screen.getByLabelText("Code"), "6");
    await user.click(button("Confirm"));
    expect(await screen.findByText("The code is wrong.")).toBeDefined();
    await user.click(button("Send a new code"));
    await waitFor(() => expect(toasts[0]?.message).toBe("A new code is on its way."));
  });
});

describe("this browser", () => {
  const subscription = {
    endpoint: "https://push.example/1",
    getKey: (name: string) => new Uint8Array(name === "auth" ? [250, 251, 255] : [1, 2, 3]).buffer,
  };
  const subscribe = vi.fn(async () => subscription);

  function withPush(permission: string) {
    const registration = { pushManager: { subscribe } };
    const serviceWorker = { register: vi.fn(async () => registration), ready: Promise.resolve(registration) };
    Object.defineProperty(navigator, "serviceWorker", { value: serviceWorker, configurable: true });
    vi.stubGlobal("PushManager", class {});
    vi.stubGlobal("Notification", { requestPermission: async () => permission });
  }

  it("subscribes with the key of the panel, and becomes a channel", async () => {
    withPush("granted");
    const calls = answerWith(() => ({ status: 201, body: { ...channel, name: "Chrome" } }));
    const { user } = list();
    await user.click(await screen.findByRole("button", { name: "Notify this browser" }));
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: "BPub" });
    expect(calls[0]?.body).toMatchObject({
      kind: "web-push",
      settings: { endpoint: "https://push.example/1", p256dh: "AQID", auth: "-vv_" },
    });
  });

  it("says what to do when the permission is refused", async () => {
    withPush("denied");
    const calls = answerWith(() => ({}));
    const { user, toasts } = list();
    await user.click(await screen.findByRole("button", { name: "Notify this browser" }));
    await waitFor(() => expect(toasts[0]?.message).toMatch(/does not allow notifications/));
    expect(calls).toEqual([]);
  });
});

describe("quiet hours", () => {
  const zones = ["UTC", "Europe/Berlin"];

  it("are saved as hours of a time zone", async () => {
    const calls = answerWith(() => ({ body: { quietHours: null } }));
    const { user, toasts } = show(<QuietHoursForm initial={null} zones={zones} />);
    expect(screen.queryByLabelText("From")).toBeNull();
    await user.click(screen.getByRole("switch", { name: "Quiet hours" }));
    expect(screen.getByLabelText("From")).toHaveProperty("value", "22:00");
    await user.click(button("Save"));
    await waitFor(() => expect(toasts).toHaveLength(1));
    expect(calls[0]).toMatchObject({
      method: "PUT",
      path: "/api/account/quiet-hours",
      body: { quietHours: { from: "22:00", to: "07:00", zone: expect.any(String) } },
    });
  });

  it("are removed when they are switched off", async () => {
    const calls = answerWith(() => ({ body: { quietHours: null } }));
    const initial = { from: "21:30", to: "06:00", zone: "Europe/Berlin" };
    const { user } = show(<QuietHoursForm initial={initial} zones={zones} />);
    expect(screen.getByLabelText("To")).toHaveProperty("value", "06:00");
    await user.click(screen.getByRole("switch", { name: "Quiet hours" }));
    await user.click(button("Save"));
    await waitFor(() => expect(calls[0]?.body).toEqual({ quietHours: null }));
  });

  it("show the refusal of the server beside the field", async () => {
    answerWith(() => refusal(422, "Check the fields.", [{ path: "quietHours.to", message: "Use another time." }]));
    const { user } = show(<QuietHoursForm initial={{ from: "21:00", to: "21:00", zone: "UTC" }} zones={zones} />);
    await user.click(button("Save"));
    expect(await screen.findByText("Use another time.")).toBeDefined();
  });
});

it("a message's channels are chosen in a list beside panel and mail", async () => {
  const shown = (enabled: boolean): PreferenceView => ({
    kind: "server.failed",
    title: "A server failed",
    description: "",
    channels: [
      { channel: "panel", label: "Panel", enabled: true, mandatory: false },
      { channel: "mail", label: "Mail", enabled: true, mandatory: false },
      { channel: "chn_1", label: "Phone", enabled, mandatory: false },
    ],
  });
  const only = {
    ...shown(true),
    kind: "channel.failed",
    title: "A channel failed",
    channels: shown(true).channels.slice(0, 1),
  };
  const calls = answerWith(() => ({ body: { items: [shown(true), only] } }));
  const { user } = show(<PreferenceTable initial={[shown(false), only]} />);
  // A message that stays in the panel has neither mail nor channels.
  const row = within(screen.getByRole("row", { name: /A channel failed/ }));
  expect(row.getAllByRole("switch")).toHaveLength(1);
  expect(row.queryByRole("button")).toBeNull();
  await user.click(button("A server failed: No channels. Choose channels"));
  await user.click(await screen.findByRole("switch", { name: "Phone" }));
  await waitFor(() => expect(button("A server failed: Phone. Choose channels")).toBeDefined());
  expect(calls[0]?.body).toEqual({ kind: "server.failed", channel: "chn_1", enabled: true });
});

it("the log shows state, attempts, and the reply or the error", () => {
  const base = { notice: "server.failed", attempts: 1, createdAt: at, finishedAt: at, nextAttemptAt: null };
  const items = [
    { ...base, id: "1", state: "sent", answer: "200 ok", lastError: null } as const,
    { ...base, id: "2", state: "queued", attempts: 7, answer: null, lastError: "500", nextAttemptAt: at } as const,
  ];
  show(<DeliveryTable items={items} next="/x?cursor=1" />);
  const [, first, second] = screen.getAllByRole("row");
  expect(within(first ?? document.body).getByText("200 ok")).toBeDefined();
  expect(within(second ?? document.body).getByText("7")).toBeDefined();
  expect(screen.getByRole("link", { name: "Older" }).getAttribute("href")).toBe("/x?cursor=1");
});
