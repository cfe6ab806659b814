import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleServer } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { TemplateView } from "@/lib/game-servers/templates/contract";
import { SettingsForm } from "./settings-form";
import Sharing from "./sharing";

const template: TemplateView = {
  slug: "sample-game",
  name: "Sample game",
  description: "",
  versions: ["1.0"],
  memory: { minimum: 0.5, recommended: 1 },
  variables: [
    {
      name: "MOTD",
      label: "Message of the day",
      description: "",
      default: "Hello",
      rule: { type: "text", maxLength: 60 },
    },
  ],
  terms: null,
};
const save = () => screen.getByRole("button", { name: "Save changes" });

it("sends only what was changed", async () => {
  const calls = answerWith(() => ({ body: { ...sampleServer, restarting: true } }));
  const onDone = vi.fn();
  const { user, toasts } = show(<SettingsForm server={sampleServer} template={template} onDone={onDone} />);
  expect(save()).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("Message of the day"), "Welcome");
  await user.clear(screen.getByLabelText("Memory (GiB)"));
  await user.type(screen.getByLabelText("Memory (GiB)"), "4");
  await user.click(save());
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls[0]).toMatchObject({ method: "PATCH", body: { memory: 4, environment: { MOTD: "Welcome" } } });
  expect(Object.keys(Object(calls[0]?.body))).toHaveLength(2);
  expect(toasts[0]?.message).toBe("Saved. The server restarts to apply the change.");
});

it("refuses a size beside its field, before it is sent", async () => {
  const calls = answerWith(() => ({}));
  const { user } = show(<SettingsForm server={sampleServer} template={null} onDone={() => {}} />);
  await user.clear(screen.getByLabelText("Memory (GiB)"));
  await user.type(screen.getByLabelText("Memory (GiB)"), "2.3");
  await user.click(save());
  expect(await screen.findByText("Use steps of half a GiB.")).toBeDefined();
  expect(calls).toEqual([]);
});

it("shows the server's message beside a setting of the game", async () => {
  answerWith(() => refusal(422, "Refused.", [{ path: "environment.MOTD", message: "Use at most 60 characters." }]));
  const { user } = show(<SettingsForm server={sampleServer} template={template} onDone={() => {}} />);
  await user.type(screen.getByLabelText("Message of the day"), "Welcome");
  await user.click(save());
  expect(await screen.findByText("Use at most 60 characters.")).toBeDefined();
  expect(screen.getByLabelText("Message of the day")).toHaveProperty("value", "Welcome");
});

const grace = { userId: "usr_2", name: "Grace", email: "grace@example.net", permissions: ["server.console"] };

it("shows members, and saves a permission at once", async () => {
  const calls = answerWith(({ method }) => (method === "GET" ? { body: { items: [grace] } } : { body: grace }));
  const { user, toasts } = show(<Sharing serverId="srv_1" />);
  await screen.findByText("grace@example.net");
  await user.click(screen.getAllByLabelText("Send commands")[0] ?? document.body);
  await waitFor(() => expect(toasts[0]?.message).toBe("Saved."));
  expect(calls[1]).toEqual({
    method: "PATCH",
    path: "/api/servers/srv_1/members/usr_2",
    body: { permissions: ["server.console", "server.command"] },
  });
  // The list is read again.
  await waitFor(() => expect(calls).toHaveLength(3));
});

it("removes a member", async () => {
  let members = [grace];
  answerWith(({ method }) => {
    if (method === "DELETE") members = [];
    return { body: { items: members } };
  });
  const { user, toasts } = show(<Sharing serverId="srv_1" />);
  await user.click(await screen.findByRole("button", { name: "Remove Grace" }));
  expect(await screen.findByText("The server is not shared.")).toBeDefined();
  expect(toasts[0]?.message).toBe("Grace no longer has access.");
});

it("shares with a person, and says who is unknown", async () => {
  const calls = answerWith(({ method }) =>
    method === "GET"
      ? { body: { items: [] } }
      : refusal(422, "Refused.", [{ path: "email", message: "Nobody has this address." }]),
  );
  const { user } = show(<Sharing serverId="srv_1" />);
  await user.type(await screen.findByLabelText("Their e-mail address at this panel"), "x@example.net{Enter}");
  expect(await screen.findByText("Nobody has this address.")).toBeDefined();
  expect(calls[1]?.body).toEqual({ email: "x@example.net", permissions: ["server.console", "server.power"] });
});

it("says why the members cannot be shown", async () => {
  answerWith(() => refusal(403, "Only the owner may share."));
  show(<Sharing serverId="srv_1" />);
  expect((await screen.findByRole("alert")).textContent).toBe("Only the owner may share.");
});
