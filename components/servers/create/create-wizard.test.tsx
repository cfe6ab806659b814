import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { TemplateView } from "@/lib/game-servers/contract";
import { CreateWizard } from "./create-wizard";

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

it("asks for a name beside its field", async () => {
  const calls = answerWith(() => ({}));
  const { user } = wizard();
  await user.click(create());
  expect(await screen.findByText("Enter a name.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  expect(calls).toEqual([]);
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
