import { PasswordInput, TextInput } from "@mantine/core";
import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { z } from "zod";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import { api } from "@/lib/http/client/api";
import { Form, FormProblem, SubmitButton } from "./form";
import { useApiForm } from "./use-api-form";

const schema = z.strictObject({
  current: z.string().min(1, "Enter your password."),
  next: z.string().min(8, "At least 8 characters."),
});

function PasswordForm({ onSent, withSchema = true }: { onSent?: () => void; withSchema?: boolean }) {
  const form = useApiForm({
    initial: { current: "", next: "" },
    ...(withSchema ? { schema: async () => schema } : {}),
    send: (body) => api("POST", "/account/password", { body }),
    onSent: () => onSent?.(),
  });
  return (
    <Form form={form} aria-label="Password">
      <FormProblem form={form} />
      <PasswordInput {...form.field("current")} label="Current password" />
      <TextInput {...form.field("next")} label="New password" />
      <SubmitButton form={form}>Change</SubmitButton>
      <p>{form.isDirty ? "edited" : "not edited"}</p>
    </Form>
  );
}

const current = () => screen.getByLabelText("Current password");
const next = () => screen.getByLabelText("New password");
const button = () => screen.getByRole("button", { name: "Change" });

it("shows the messages of the schema beside their fields, focuses the first, and sends nothing", async () => {
  const calls = answerWith(() => ({}));
  const { user } = show(<PasswordForm />);
  await user.type(next(), "short");
  await user.click(button());
  expect(await screen.findByText("Enter your password.")).toBeDefined();
  expect(screen.getByText("At least 8 characters.")).toBeDefined();
  expect(current().getAttribute("aria-invalid")).toBe("true");
  await waitFor(() => expect(document.activeElement).toBe(current()));
  expect(screen.queryByRole("alert")).toBeNull();
  expect(calls).toEqual([]);
});

it("removes a message when its field is typed in, and checks the field again when it is left", async () => {
  answerWith(() => ({}));
  const { user } = show(<PasswordForm />);
  await user.click(button());
  await screen.findByText("At least 8 characters.");
  await user.type(next(), "long");
  expect(screen.queryByText("At least 8 characters.")).toBeNull();
  await user.click(current());
  expect(await screen.findByText("At least 8 characters.")).toBeDefined();
  await user.type(next(), " enough");
  await user.click(current());
  await waitFor(() => expect(next().getAttribute("aria-invalid")).not.toBe("true"));
});

it("sends once, is loading meanwhile, and is empty afterwards", async () => {
  const answer = pending<{ body: unknown }>();
  const calls = answerWith(() => answer.promise);
  const onSent = vi.fn();
  const { user } = show(<PasswordForm onSent={onSent} />);
  await user.type(current(), "old password");
  await user.type(next(), "new password{Enter}{Enter}");
  await waitFor(() => expect(button().getAttribute("data-loading")).toBe("true"));
  expect(screen.getByText("edited")).toBeDefined();
  answer.end({ body: { sessionsEnded: 0 } });
  await waitFor(() => expect(onSent).toHaveBeenCalledOnce());
  expect(calls).toEqual([
    { method: "POST", path: "/api/account/password", body: { current: "old password", next: "new password" } },
  ]);
  expect(next()).toHaveProperty("value", "");
  expect(screen.getByText("not edited")).toBeDefined();
});

it("shows the server's messages: those of fields beside them, others in an alert", async () => {
  answerWith(() =>
    refusal(422, "Some fields are not valid.", [
      { path: "current", message: "The password is wrong." },
      { path: "token", message: "The link has expired." },
    ]),
  );
  const { user } = show(<PasswordForm withSchema={false} />);
  await user.type(next(), "kept text");
  await user.click(button());
  expect(await screen.findByText("The password is wrong.")).toBeDefined();
  expect(screen.getByRole("alert").textContent).toBe("The link has expired.");
  await waitFor(() => expect(document.activeElement).toBe(current()));
  expect(next()).toHaveProperty("value", "kept text");
});

it("explains a refusal without fields, and can be sent again", async () => {
  let isReachable = false;
  answerWith(() => (isReachable ? { body: { sessionsEnded: 0 } } : refusal(503, "The database is unavailable.")));
  const onSent = vi.fn();
  const { user } = show(<PasswordForm onSent={onSent} />);
  await user.type(current(), "old password");
  await user.type(next(), "new password");
  await user.click(button());
  expect((await screen.findByRole("alert")).textContent).toBe("The database is unavailable.");
  isReachable = true;
  await user.click(button());
  await waitFor(() => expect(onSent).toHaveBeenCalledOnce());
  expect(screen.queryByRole("alert")).toBeNull();
});

it("sends text that the browser filled in without an event", async () => {
  const calls = answerWith(() => ({ body: { sessionsEnded: 0 } }));
  const { user } = show(<PasswordForm />);
  for (const field of [current(), next()]) {
    // As a browser does it before the page's code runs: React sees no event.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, "filled in text");
  }
  await user.click(button());
  await waitFor(() => expect(calls).toHaveLength(1));
  expect(calls[0]?.body).toEqual({ current: "filled in text", next: "filled in text" });
});
