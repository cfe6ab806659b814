import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";
import { answerWith, pending, show } from "@/components/testing/show";
import type { TemplateVariable, TemplateView } from "@/lib/game-servers/templates/contract";
import type { RegionView } from "@/lib/nodes/contract";
import { CreateWizard } from "./create-wizard";
import { VariableFields } from "./variable-field";

const variable = (name: string, more: Partial<TemplateVariable>): TemplateVariable => ({
  name,
  label: name,
  description: "",
  default: "",
  rule: { type: "text", maxLength: 60 },
  ...more,
});
const variables = [
  variable("Difficulty", { default: "easy", rule: { type: "choice", choices: ["easy", "hard"] } }),
  variable("Players", { default: "20", rule: { type: "integer", min: 1, max: 100 } }),
  variable("Flight", { default: "false", rule: { type: "boolean" } }),
  variable("Motd", { default: "{{server.name}}" }),
];
const game: TemplateView = {
  slug: "blocks",
  name: "Blocks",
  description: "Build.",
  versions: ["2.0", "1.0"],
  memory: { minimum: 1, recommended: 2 },
  variables,
  terms: { text: "You accept the game's licence.", url: "https://example.net/licence" },
};
const regions: RegionView[] = [
  { slug: "home", name: "Home", available: true },
  { slug: "away", name: "Away", available: false },
];
const amounts = { servers: 1, memory: 2, cpu: 1, diskSpace: 10 };

function wizard(templates = [game]) {
  const quota = { servers: 3, memory: 8, cpu: 4, diskSpace: 50 };
  return show(<CreateWizard templates={templates} regions={regions} quota={quota} used={amounts} defaultTemplate="" />);
}

function Fields() {
  const [environment, setEnvironment] = useState<Record<string, string>>({});
  return (
    <>
      <VariableFields
        variables={variables}
        environment={environment}
        errors={{ "environment.Players": "Use at most 100." }}
        onChange={setEnvironment}
      />
      <output>{JSON.stringify(environment)}</output>
    </>
  );
}
const environment = () => JSON.parse(screen.getByRole("status").textContent ?? "");

it("draws a field for each kind of setting, with its default", () => {
  show(<Fields />);
  expect(screen.getByLabelText("Difficulty", { selector: "input" })).toHaveProperty("value", "easy");
  expect(screen.getByLabelText("Players")).toHaveProperty("value", "20");
  expect(screen.getByRole("switch", { name: "Flight" })).toHaveProperty("checked", false);
  expect(screen.getByPlaceholderText("The server's name")).toBe(screen.getByLabelText("Motd"));
  expect(screen.getByText("Use at most 100.")).toBeDefined();
});

it("sends only settings that were changed, as texts", async () => {
  const { user } = show(<Fields />);
  expect(environment()).toEqual({});
  await user.click(screen.getByLabelText("Difficulty", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "hard" }));
  await user.click(screen.getByRole("switch", { name: "Flight" }));
  await user.clear(screen.getByLabelText("Players"));
  await user.type(screen.getByLabelText("Players"), "50");
  await user.type(screen.getByLabelText("Motd"), "Hi");
  expect(environment()).toEqual({ Difficulty: "hard", Flight: "true", Players: "50", Motd: "Hi" });
});

it("goes back to the default when a setting is emptied", async () => {
  const { user } = show(<Fields />);
  await user.type(screen.getByLabelText("Motd"), "Hi");
  await user.clear(screen.getByLabelText("Motd"));
  await user.clear(screen.getByLabelText("Players"));
  expect(environment()).toEqual({});
});

it("takes the first game where the default does not exist, and shows its terms", () => {
  wizard();
  expect(screen.getByRole("radio", { name: "Blocks" })).toHaveProperty("ariaChecked", "true");
  expect(screen.getByText(/You accept the game's licence./)).toBeDefined();
  expect(screen.getByRole("link", { name: "Read it" }).getAttribute("href")).toBe("https://example.net/licence");
});

it("sends version and region that were chosen, and offers no region that is full", async () => {
  const calls = answerWith(() => ({ status: 201, body: { id: "srv_1", rconPassword: "", panel: {} } }));
  const { user } = wizard();
  await user.click(screen.getByLabelText("Version", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "1.0" }));
  await user.click(screen.getByLabelText("Region", { selector: "input" }));
  const full = await screen.findByRole("option", { name: "Away (full)" });
  expect(full.dataset.comboboxDisabled).toBe("true");
  await user.click(screen.getByRole("option", { name: "Home" }));
  await user.type(screen.getByLabelText("Name"), "World");
  await user.click(screen.getByRole("button", { name: "Create server" }));
  await waitFor(() => expect(calls[0]?.body).toMatchObject({ name: "World", version: "1.0", region: "home" }));
});

it("forgets the version and settings of another game, and keeps the name", async () => {
  const other = { ...game, slug: "carts", name: "Carts", versions: ["7"], variables: [], terms: null };
  const { user } = wizard([game, other]);
  await user.type(screen.getByLabelText("Name"), "World");
  await user.type(screen.getByLabelText("Motd"), "Hi");
  await user.click(screen.getByRole("radio", { name: "Carts" }));
  expect(screen.queryByLabelText("Motd")).toBeNull();
  expect(screen.queryByLabelText("Version", { selector: "input" })).toBeNull();
  await user.click(screen.getByRole("radio", { name: "Blocks" }));
  expect(screen.getByLabelText("Motd")).toHaveProperty("value", "");
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "World");
});

it("refuses a size between two steps beside its field", async () => {
  const calls = answerWith(() => ({}));
  const { user } = wizard();
  await user.type(screen.getByLabelText("Name"), "World");
  await user.clear(screen.getByLabelText("Memory (GiB)"));
  await user.type(screen.getByLabelText("Memory (GiB)"), "2.3");
  await user.click(screen.getByRole("button", { name: "Create server" }));
  expect(await screen.findByText("Use steps of half a GiB.")).toBeDefined();
  expect(calls).toEqual([]);
});

it("shows what is left of the quota as the size changes", async () => {
  const { user } = wizard();
  const meter = () => screen.getByRole("meter", { name: "Memory after this" }).getAttribute("aria-valuenow");
  expect(meter()).toBe("4");
  await user.clear(screen.getByLabelText("Memory (GiB)"));
  await user.type(screen.getByLabelText("Memory (GiB)"), "5");
  expect(meter()).toBe("7");
});

it("creates one server for two fast clicks", async () => {
  const answer = pending<{ status: number; body: unknown }>();
  const calls = answerWith(() => answer.promise);
  const { user } = wizard();
  await user.type(screen.getByLabelText("Name"), "World");
  await user.dblClick(screen.getByRole("button", { name: "Create server" }));
  answer.end({ status: 201, body: { id: "srv_1", rconPassword: "", panel: {} } });
  await waitFor(() => expect(calls).toHaveLength(1));
});
