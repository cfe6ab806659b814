import { Button, PasswordInput, TextInput } from "@mantine/core";
import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import { api } from "@/lib/http/client/api";
import { Form, SubmitButton } from "./form";
import { LeaveGuard } from "./leave-guard";
import { leaveBy, leaveNow } from "./unsaved-changes";
import { useApiForm } from "./use-api-form";

function Page() {
  const form = useApiForm({
    initial: { current: "", next: "" },
    send: (body) => api("POST", "/account/password", { body }),
  });
  return (
    <Form form={form}>
      <PasswordInput {...form.field("current")} label="Password" />
      <TextInput {...form.field("next")} label="Next" />
      <SubmitButton form={form}>Save</SubmitButton>
    </Form>
  );
}

// The links are followed by the test: jsdom loads no page.
const followed = vi.fn();
const onFollow = (event: MouseEvent) => {
  if (event.defaultPrevented || !(event.target instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  followed(event.target.getAttribute("href"));
};
beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  followed.mockClear();
  document.addEventListener("click", onFollow);
});
afterEach(async () => {
  document.removeEventListener("click", onFollow);
  // What was said about leaving is over.
  await vi.advanceTimersByTimeAsync(1_000);
});

function page() {
  return show(
    <>
      <LeaveGuard />
      <Page />
      <a href="/servers">Servers</a>
      <a href={`${window.location.pathname}?sort=name`}>By name</a>
      <a href="/api/export" download>
        Export
      </a>
      <a href="/docs" target="_blank" rel="noreferrer">
        Documentation
      </a>
      <Button onClick={() => leaveBy(() => followed("by a button"))}>Search</Button>
    </>,
  );
}
const link = (name: string) => screen.getByRole("link", { name });
const question = () => screen.findByRole("dialog", { name: "Leave this page?" });

/** Whether the browser would ask before it closes the tab. */
function isTabHeld(): boolean {
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

it("follows links while nothing was typed", async () => {
  const { user } = page();
  expect(isTabHeld()).toBe(false);
  await user.click(link("Servers"));
  expect(followed).toHaveBeenCalledWith("/servers");
});

it("asks before typed values are lost, and stays on Cancel with the values", async () => {
  const { user } = page();
  await user.type(screen.getByLabelText("Next"), "half");
  expect(isTabHeld()).toBe(true);
  await user.click(link("Servers"));
  await question();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(followed).not.toHaveBeenCalled();
  expect(screen.getByLabelText("Next")).toHaveProperty("value", "half");
});

it("leaves once the person agreed, without a second question of the browser", async () => {
  const { user } = page();
  await user.type(screen.getByLabelText("Next"), "half");
  await user.click(link("Servers"));
  await question();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(followed).toHaveBeenCalledWith("/servers"));
  expect(isTabHeld()).toBe(false);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("asks again when the page was not left", async () => {
  const { user } = page();
  await user.type(screen.getByLabelText("Next"), "half");
  act(() => leaveNow(() => {}));
  expect(isTabHeld()).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isTabHeld()).toBe(true);
});

it("does not ask for values that were taken back", async () => {
  const { user } = page();
  await user.type(screen.getByLabelText("Next"), "half");
  await user.clear(screen.getByLabelText("Next"));
  await user.click(link("Servers"));
  expect(followed).toHaveBeenCalledOnce();
});

it("asks no longer after the values were saved, and still after a refusal", async () => {
  let isGood = false;
  answerWith(() => (isGood ? { body: {} } : refusal(409, "Not now.")));
  const { user } = page();
  await user.type(screen.getByLabelText("Next"), "half{Enter}");
  await waitFor(() => expect(screen.getByRole("button", { name: "Save" }).dataset.loading).toBeUndefined());
  expect(isTabHeld()).toBe(true);
  isGood = true;
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(isTabHeld()).toBe(false));
});

it("does not ask for what a browser filled in by itself", async () => {
  page();
  const field = screen.getByLabelText("Password");
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
  act(() => {
    setValue?.call(field, "stored");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  expect(field).toHaveProperty("value", "stored");
  expect(isTabHeld()).toBe(false);
});

it.each(["By name", "Export"])("follows links that lose nothing: %s", async (name) => {
  const { user } = page();
  await user.type(screen.getByLabelText("Next"), "half");
  await user.click(link(name));
  expect(followed).toHaveBeenCalledOnce();
});

it("lets a link open another tab", async () => {
  const { user } = page();
  await user.type(screen.getByLabelText("Next"), "half");
  await user.click(link("Documentation"));
  await user.keyboard("{Control>}");
  await user.click(link("Servers"));
  await user.keyboard("{/Control}");
  expect(followed).toHaveBeenCalledTimes(2);
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("asks also where code leaves the page, as the search does", async () => {
  const { user } = page();
  await user.click(screen.getByRole("button", { name: "Search" }));
  expect(followed).toHaveBeenCalledOnce();
  await user.type(screen.getByLabelText("Next"), "half");
  await user.click(screen.getByRole("button", { name: "Search" }));
  await question();
  expect(followed).toHaveBeenCalledOnce();
  await user.click(screen.getByRole("button", { name: "Leave" }));
  await waitFor(() => expect(followed).toHaveBeenCalledTimes(2));
});

it("asks before the way back through the history is taken, and takes it once the person agreed", async () => {
  window.history.pushState({ page: 1 }, "", "/servers/srv_1/console");
  window.history.pushState({ page: 2 }, "", "/servers/srv_1/settings");
  const routed = vi.fn();
  const onPop = () => routed(window.location.pathname);
  window.addEventListener("popstate", onPop);
  const { user } = page();
  await user.type(screen.getByLabelText("Next"), "half");
  act(() => window.history.back());
  await question();
  expect(routed).not.toHaveBeenCalled();
  expect(window.location.pathname).toBe("/servers/srv_1/settings");
  expect(window.history.state).toEqual({ page: 2 });
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByLabelText("Next")).toHaveProperty("value", "half");
  act(() => window.history.back());
  await question();
  await user.click(screen.getByRole("button", { name: "Leave" }));
  await waitFor(() => expect(routed).toHaveBeenCalledWith("/servers/srv_1/console"));
  window.removeEventListener("popstate", onPop);
  window.history.pushState({}, "", "/");
});

it("lets the way back through when nothing was typed", async () => {
  window.history.pushState({ page: 1 }, "", "/servers/srv_1/console");
  window.history.pushState({ page: 2 }, "", "/servers/srv_1/settings");
  page();
  act(() => window.history.back());
  await waitFor(() => expect(window.location.pathname).toBe("/servers/srv_1/console"));
  expect(screen.queryByRole("dialog")).toBeNull();
  window.history.pushState({}, "", "/");
});
