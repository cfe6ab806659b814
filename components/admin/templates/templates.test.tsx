import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import { TemplateList } from "./template-list";

const template = {
  id: "tpl_1",
  slug: "minecraft-java",
  name: "Minecraft",
  description: "The game.",
  image: "example/minecraft:1",
  enabled: true,
  servers: 2,
};

it("takes a game out of the offer", async () => {
  const calls = answerWith(() => ({ body: { ...template, enabled: false } }));
  const { user, router, toasts } = show(<TemplateList templates={[template]} />);
  expect(screen.getByText("2 servers")).toBeDefined();
  await user.click(screen.getByRole("switch", { name: "Offered: Minecraft" }));
  await waitFor(() => expect(toasts).toEqual([{ message: "Minecraft is not offered any more.", tone: "done" }]));
  expect(calls[0]).toMatchObject({ method: "PATCH", path: "/api/admin/templates/tpl_1", body: { enabled: false } });
  expect(router.refresh).toHaveBeenCalled();
});

it("stays as it was when the panel refuses", async () => {
  answerWith(() => refusal(403, "Only administrators may do this."));
  const { user, toasts } = show(<TemplateList templates={[template]} />);
  await user.click(screen.getByRole("switch", { name: "Offered: Minecraft" }));
  await waitFor(() => expect(toasts).toHaveLength(1));
  expect(screen.getByRole("switch")).toHaveProperty("checked", true);
});
