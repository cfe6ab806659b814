import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { sampleServer } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { GameClient } from "@/lib/game-servers/templates/contract";
import { rememberCredentials } from "../fresh-credentials";
import { ConnectPanel } from "./connect-panel";

const button = (name: string) => screen.getByRole("button", { name });
const java: GameClient = { name: "Java", steps: ["Choose Multiplayer.", "Enter {{address}} as the server address."] };
const bedrock: GameClient = { name: "Bedrock", steps: ["Choose Servers, then Add."] };
const secrets = { url: "https://panel.test", username: "survival", password: "panel-secret" };

function panel(
  more: Partial<typeof sampleServer> = {},
  { canReveal = true, clients = [java], isReserving = false } = {},
) {
  const server = { ...sampleServer, ...more };
  return show(<ConnectPanel server={server} clients={clients} isReserving={isReserving} canReveal={canReveal} />);
}

it("gives the steps of the game with the address in its place, and the address as a QR code", async () => {
  panel();
  const steps = within(screen.getByRole("heading", { name: "Java" }).parentElement ?? document.body);
  expect(steps.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "Choose Multiplayer.",
    "Enter 192.0.2.1:25565 as the server address.",
  ]);
  expect(await screen.findByRole("img", { name: "Address 192.0.2.1:25565 as a QR code" })).toBeDefined();
});

it("lets the person choose their program where a game has several", async () => {
  const { user } = panel({}, { clients: [java, bedrock] });
  expect(screen.getByText("Choose Multiplayer.")).toBeDefined();
  await user.click(screen.getByLabelText("Bedrock"));
  expect(screen.getByText("Choose Servers, then Add.")).toBeDefined();
  expect(screen.queryByText("Choose Multiplayer.")).toBeNull();
});

it("says what to do in a game that it does not know", () => {
  panel({}, { clients: [] });
  expect(screen.getByText("Your game")).toBeDefined();
});

it("writes an address of IPv6 with brackets", () => {
  panel({ ipAddress: "2001:db8::1" });
  expect(screen.getAllByText("[2001:db8::1]:25565").length).toBeGreaterThan(0);
});

it("gives the reason for the machine to those who see it", () => {
  const considered = [{ node: "n-2", address: "192.0.2.9", reason: "Its memory is full." }];
  panel({ placement: { because: "It has the most free memory.", considered } });
  expect(screen.getByText("It has the most free memory.")).toBeDefined();
  expect(screen.getByText("n-2 (192.0.2.9): Its memory is full.")).toBeDefined();
});

it("shows secrets only after they were asked for, and hides them again", async () => {
  const calls = answerWith(() => ({ body: { rconPassword: "rcon-secret", panel: secrets } }));
  const { user } = panel();
  expect(screen.queryByText("rcon-secret")).toBeNull();
  await user.click(button("Reveal credentials"));
  expect(await screen.findByText("rcon-secret")).toBeDefined();
  expect(screen.getByText("panel-secret")).toBeDefined();
  expect(screen.getByText("https://panel.test")).toBeDefined();
  await user.click(button("Hide"));
  expect(screen.queryByText("rcon-secret")).toBeNull();
  expect(calls).toHaveLength(1);
});

it("shows the secrets of a server that was just created without asking for them", async () => {
  const calls = answerWith(() => ({}));
  rememberCredentials("srv_1", { rconPassword: "rcon-secret", panel: secrets });
  panel();
  expect(await screen.findByText("rcon-secret")).toBeDefined();
  expect(calls).toEqual([]);
});

it("keeps secrets masked when they cannot be read, and says why", async () => {
  answerWith(() => refusal(429, "Too many requests."));
  const { user, toasts } = panel({ id: "srv_2" });
  await user.click(button("Reveal credentials"));
  await waitFor(() => expect(toasts[0]?.message).toBe("Too many requests."));
  expect(screen.queryByRole("button", { name: "Copy RCON password" })).toBeNull();
});

it("offers no secrets to members without the right, and no address before there is one", () => {
  panel({ port: null, ipAddress: null, status: "provisioning" }, { canReveal: false, isReserving: true });
  expect(screen.getByText("The address is being reserved.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Reveal credentials" })).toBeNull();
  expect(screen.queryByText("Panel login")).toBeNull();
  expect(screen.queryByRole("img")).toBeNull();
});
