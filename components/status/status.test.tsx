import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { StatusSettings } from "@/components/admin/status/status-settings";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { IncidentView, PublicStatus, StatusPageView } from "@/lib/status/contract";
import { StatusBoard } from "./status-board";
import { SubscriptionLink } from "./subscription-link";

const incident: IncidentView = {
  id: "sti_01m7yerz06t55jkwjn8hw0n78j",
  title: "Slow sign-in",
  impact: "minor",
  state: "identified",
  createdAt: "2026-01-01T10:00:00.000Z",
  resolvedAt: null,
  updates: [{ id: "stu_1", at: "2026-01-01T10:00:00.000Z", state: "identified", text: "A disk is slow." }],
};
const status: PublicStatus = {
  title: "Our status",
  state: "degraded",
  components: [{ label: "Panel", state: "ok", availability: 99.5, history: ["ok", "failed", null] }],
  incidents: [incident],
};
const page: StatusPageView = {
  enabled: false,
  title: "Status",
  components: [{ check: "web", label: "Panel" }],
  subscribers: 2,
  checks: [
    { name: "web", label: "Web" },
    { name: "engine", label: "Docker" },
  ],
};

beforeEach(() => window.history.replaceState(null, "", "/"));

it("says in words what works, what happened and how it was", () => {
  show(<StatusBoard status={status} />);
  expect(screen.getByRole("status").textContent).toBe("Some parts are slow or do not work fully.");
  expect(screen.getByRole("listitem").textContent).toContain("99.5 % in 30 days");
  expect(screen.getByRole("img").getAttribute("aria-label")).toBe(
    "Panel in the last 30 days: down in 1 of 3 parts, degraded in 0.",
  );
  expect(screen.getByText("A disk is slow.")).toBeDefined();
});

it("subscribes an address, and says what is wrong with one", async () => {
  const calls = answerWith(() => ({ status: 202 }));
  const { user } = show(<StatusBoard status={status} />);
  await user.type(screen.getByRole("textbox", { name: "E-mail address" }), "nobody");
  await user.click(screen.getByRole("button", { name: "Subscribe" }));
  expect(await screen.findByText("Enter an e-mail address.")).toBeDefined();
  await user.type(screen.getByRole("textbox", { name: "E-mail address" }), "@example.net");
  await user.click(screen.getByRole("button", { name: "Subscribe" }));
  expect(await screen.findByText(/A mail with a link is on its way/)).toBeDefined();
  expect(calls).toEqual([{ method: "POST", path: "/api/status/subscribers", body: { email: "nobody@example.net" } }]);
});

it("acts on a link by a click only, and says why it failed", async () => {
  const token = "a".repeat(64);
  window.history.replaceState(null, "", `/status/confirm#${token}`);
  const calls = answerWith(() => refusal(404, "This link is not valid."));
  const { user, unmount } = show(<SubscriptionLink action="confirm" />);
  const button = await screen.findByRole("button", { name: "Confirm address" });
  expect(calls).toEqual([]);
  await user.click(button);
  expect((await screen.findByRole("alert")).textContent).toContain("This link is not valid.");
  unmount();
  show(<SubscriptionLink action="remove" />);
  expect((await screen.findByRole("alert")).textContent).toContain("The link is not complete.");
});

it("switches the page on, and saves what it shows", async () => {
  const calls = answerWith(({ body }) => ({ body: { ...page, ...(body as object) } }));
  const { user, toasts } = show(<StatusSettings page={page} incidents={[]} />);
  await user.click(screen.getByRole("switch", { name: "Public status page" }));
  await waitFor(() => expect(toasts.map(({ message }) => message)).toEqual(["The status page is public."]));
  await user.click(screen.getByRole("checkbox", { name: "Docker" }));
  const name = screen.getByRole("textbox", { name: "Public name of Docker" });
  await user.clear(name);
  await user.type(name, "Game servers");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(calls).toHaveLength(2));
  expect(calls[1]?.body).toEqual({
    title: "Status",
    components: [
      { check: "web", label: "Panel" },
      { check: "engine", label: "Game servers" },
    ],
  });
});

it("reports an incident, and updates one that is open", async () => {
  const calls = answerWith(() => ({ status: 201, body: incident }));
  const { user } = show(<StatusSettings page={page} incidents={[incident]} />);
  await user.click(screen.getByRole("button", { name: "Report an incident" }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Report" }));
  expect(await within(dialog).findByText("Give the incident a title.")).toBeDefined();
  await user.type(within(dialog).getByRole("textbox", { name: "Title" }), "Disk");
  await user.type(within(dialog).getByRole("textbox", { name: "What happens" }), "Slow.");
  await user.click(within(dialog).getByRole("button", { name: "Report" }));
  await waitFor(() => expect(calls).toHaveLength(1));
  await user.click(screen.getByRole("button", { name: "Update Slow sign-in" }));
  const update = await screen.findByRole("dialog", { name: "Slow sign-in" });
  await user.type(within(update).getByRole("textbox", { name: "What is new" }), "Better.");
  await user.click(within(update).getByRole("button", { name: "Publish" }));
  await waitFor(() => expect(calls).toHaveLength(2));
  expect(calls[1]).toMatchObject({
    path: `/api/admin/status-page/incidents/${incident.id}/updates`,
    body: { state: "identified", text: "Better." },
  });
});
