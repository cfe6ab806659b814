import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { english } from "@/components/testing/english";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { TemplateView } from "@/lib/game-servers/templates/contract";
import { CreateWizard } from "./create-wizard";
import { presetsOf } from "./sizes";

const game = (slug: string, name: string, recommended: number): TemplateView => ({
  slug,
  name,
  description: "",
  versions: ["2.0", "1.0"],
  memory: { minimum: recommended, recommended },
  variables: [],
  terms: null,
});
const amounts = { servers: 1, memory: 2, cpu: 1, diskSpace: 10 };

function wizard() {
  return show(
    <CreateWizard
      templates={[game("small", "Small game", 1), game("large", "Large game", 6)]}
      regions={[{ slug: "home", name: "Home", available: false }]}
      quota={{ servers: 3, memory: 8, cpu: 4, diskSpace: 50 }}
      used={amounts}
      defaultTemplate="small"
    />,
  );
}
const create = () => screen.getByRole("button", { name: "Create server" });
const created = { id: "srv_9", rconPassword: "r", panel: { url: "", username: "u", password: "p" } };

it("creates what the summary shows, and opens its page", async () => {
  const calls = answerWith(() => ({ status: 201, body: created }));
  const { user, router } = wizard();
  await user.type(screen.getByLabelText("Name"), "My server");
  expect(screen.getByText("My server")).toBeDefined();
  expect(screen.getByRole("meter", { name: "Servers after this" }).getAttribute("aria-valuenow")).toBe("2");
  await user.click(create());
  await waitFor(() => expect(router.push).toHaveBeenCalledWith("/servers/srv_9"));
  expect(calls[0]?.body).toEqual({
    name: "My server",
    template: "small",
    memory: 1,
    cpu: 1,
    diskSpace: 10,
    environment: {},
  });
  // Loading until the page is there: no second server.
  expect(create().dataset.loading).toBe("true");
});

it("gives a server without a name the suggested one, so that one click creates it", async () => {
  const calls = answerWith(() => ({ status: 201, body: created }));
  const { user } = wizard();
  expect(screen.getByText("Small game 2")).toBeDefined();
  await user.click(create());
  await waitFor(() => expect(calls[0]?.body).toMatchObject({ name: "Small game 2", template: "small" }));
});

it("shows a refused name beside its field", async () => {
  const calls = answerWith(() => ({}));
  const { user } = wizard();
  await user.click(screen.getByLabelText("Name"));
  await user.paste("x".repeat(200));
  await user.click(create());
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  expect(screen.getByLabelText("Name").getAttribute("aria-invalid")).toBe("true");
  expect(calls).toEqual([]);
});

it("offers sizes with what they suit, and says which one the figures are", async () => {
  const { user } = wizard();
  const isChosen = (name: string) => screen.getByRole("radio", { name }).getAttribute("aria-checked");
  expect(isChosen("Medium")).toBe("true");
  await user.click(screen.getByRole("radio", { name: "Large" }));
  expect(screen.getByLabelText("Memory (GiB)")).toHaveProperty("value", "2");
  expect(screen.getByLabelText("CPU (cores)")).toHaveProperty("value", "2");
  expect(screen.getByText("2 used + 2 for this one")).toBeDefined();
  await user.clear(screen.getByLabelText("Disk (GiB)"));
  await user.type(screen.getByLabelText("Disk (GiB)"), "45");
  expect(isChosen("Custom")).toBe("true");
  expect(screen.getByText("5 GiB more than your quota")).toBeDefined();
});

it("keeps the chosen size when another game is chosen", async () => {
  const { user } = wizard();
  await user.click(screen.getByRole("radio", { name: "Large" }));
  await user.click(screen.getByRole("radio", { name: /Large game/ }));
  expect(screen.getByLabelText("Memory (GiB)")).toHaveProperty("value", "12");
  expect(screen.getByRole("radio", { name: "Large" }).getAttribute("aria-checked")).toBe("true");
});

it("searches the games, keeps the chosen one, and does not send the form", async () => {
  const calls = answerWith(() => ({}));
  const { user } = wizard();
  await user.type(screen.getByLabelText("Search games"), "large{Enter}");
  expect(screen.getAllByRole("radio", { name: /game$/ })).toHaveLength(2);
  await user.clear(screen.getByLabelText("Search games"));
  await user.type(screen.getByLabelText("Search games"), "zzz");
  expect(screen.getAllByRole("radio", { name: /game$/ })).toHaveLength(1);
  expect(screen.getByText("No other game matches.")).toBeDefined();
  expect(calls).toEqual([]);
});

it.each([
  [{ minimum: 1, recommended: 4 }, [1, 4, 8]],
  [{ minimum: 0.5, recommended: 0.5 }, [0.5, 0.5, 1]],
])("makes sizes of %j", (memory, expected) => {
  expect(presetsOf(english("servers.create"), { memory }).map((preset) => preset.memory)).toEqual(expected);
});

it("raises the memory to what another game needs", async () => {
  const { user } = wizard();
  await user.click(screen.getByRole("radio", { name: /Large game/ }));
  expect(screen.getByLabelText("Memory (GiB)")).toHaveProperty("value", "6");
});

it("says why there is no capacity, and keeps everything", async () => {
  answerWith(() => refusal(409, "No machine has enough memory."));
  const { user } = wizard();
  await user.type(screen.getByLabelText("Name"), "My server{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("No machine has enough memory.");
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "My server");
  expect(create().dataset.loading).toBeUndefined();
});
