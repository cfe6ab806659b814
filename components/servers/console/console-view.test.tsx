import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { english } from "@/components/testing/english";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import { ConsoleStore, skippedText } from "./console-store";
import ConsoleView from "./console-view";

const describeSkipped = (lines: number, more: boolean) => skippedText(english("servers.console"), lines, more);

function consoleOf(canCommand = true) {
  const store = new ConsoleStore(describeSkipped);
  const feed = { store, samples: [], connected: true };
  return { store, ...show(<ConsoleView serverId="srv_1" feed={feed} canCommand={canCommand} />) };
}
const field = () => screen.getByLabelText("Command");

it("shows a command and its reply, and keeps the focus in the field", async () => {
  const answer = pending<{ body: unknown }>();
  const calls = answerWith(() => answer.promise);
  const { user } = consoleOf();
  expect(screen.getByText("The game has no output yet.")).toBeDefined();
  await user.type(field(), " list {Enter}");
  expect(await screen.findByText("> list")).toBeDefined();
  expect(field()).toHaveProperty("value", "");
  answer.end({ body: { output: "2 players\nAda, Grace", truncated: false } });
  expect(await screen.findByText("2 players")).toBeDefined();
  expect(screen.getByText("Ada, Grace")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(field()));
  expect(calls).toEqual([{ method: "POST", path: "/api/servers/srv_1/command", body: { command: "list" } }]);
});

it("gives a command back that was not sent, with the reason", async () => {
  answerWith(() => refusal(409, "The server is not online."));
  const { user } = consoleOf();
  await user.type(field(), "list{Enter}");
  expect(await screen.findByText("The server is not online.")).toBeDefined();
  expect(field()).toHaveProperty("value", "list");
});

it("recalls earlier commands by the arrow keys", async () => {
  answerWith(() => ({ body: { output: "", truncated: false } }));
  const { user } = consoleOf();
  for (const command of ["first", "second"]) {
    await user.type(field(), `${command}{Enter}`);
    await screen.findByText(`> ${command}`);
    await waitFor(() => expect(screen.getByRole("button", { name: "Send" }).dataset.loading).toBeUndefined());
  }
  await user.type(field(), "{ArrowUp}");
  expect(field()).toHaveProperty("value", "second");
  await user.type(field(), "{ArrowUp}{ArrowUp}");
  expect(field()).toHaveProperty("value", "first");
  await user.type(field(), "{ArrowDown}{ArrowDown}");
  expect(field()).toHaveProperty("value", "");
});

it("takes no command where none can be sent", () => {
  consoleOf(false);
  expect(field()).toHaveProperty("disabled", true);
  expect(screen.getByRole("button", { name: "Send" })).toHaveProperty("disabled", true);
});
