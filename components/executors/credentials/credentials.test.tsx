import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleExecutor } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import { ExecutorDanger } from "./executor-danger";

const button = (name: string) => screen.getByRole("button", { name });

function danger(onDone = vi.fn()) {
  return { onDone, ...show(<ExecutorDanger executor={sampleExecutor} onDone={onDone} />) };
}
async function rotateNow(user: ReturnType<typeof danger>["user"], choice: string) {
  await user.click(button("Rotate"));
  await user.click(await screen.findByLabelText("Keep the old secret valid for", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: choice }));
  await user.click(button("Create a new secret"));
}

it("refuses the old secret at once where it leaked", async () => {
  const made = { secret: "exs_2", previousUntil: "2026-05-04T10:00:00.000Z" };
  const calls = answerWith(() => ({ body: made }));
  const { user } = danger();
  await rotateNow(user, "Not at all (it leaked)");
  expect(await screen.findByText("exs_2")).toBeDefined();
  expect(screen.getByText(/The old secret is refused from now on/)).toBeDefined();
  expect(calls[0]?.body).toEqual({ overlapMinutes: 0 });
});

it("says until when the old secret works", async () => {
  answerWith(() => ({ body: { secret: "exs_2", previousUntil: "2026-05-05T10:00:00.000Z" } }));
  const { user } = danger();
  await rotateNow(user, "One day");
  expect(await screen.findByText(/works until 2026-05-05 10:00 UTC/)).toBeDefined();
});

it("keeps the dialog when no secret could be created", async () => {
  answerWith(() => refusal(409, "The executor is revoked."));
  const { user, toasts } = danger();
  await rotateNow(user, "One hour");
  await waitFor(() => expect(toasts[0]?.message).toBe("The executor is revoked."));
  expect(screen.getByRole("dialog", { name: "Rotate the secret" })).toBeDefined();
});

it("revokes nothing on Escape, and says why it could not", async () => {
  const calls = answerWith(() => refusal(503, "The database is unavailable."));
  const { user, onDone } = danger();
  await user.click(button("Revoke"));
  await screen.findByRole("dialog", { name: "Revoke the executor" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls).toEqual([]);
  await user.click(button("Revoke"));
  await user.type(await screen.findByLabelText("Type Shop in Leipzig to confirm"), "Shop in Leipzig{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("The database is unavailable.");
});
