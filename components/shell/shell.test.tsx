import { Button, TextInput } from "@mantine/core";
import { act, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { english } from "@/components/testing/english";
import { answerWith, refusal, show } from "@/components/testing/show";
import { useAction } from "@/components/ui/use-action";
import { refreshEvent } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";
import { signedOutEvent, unreachableEvent } from "@/lib/http/client/send";
import { pages as pageNames } from "@/lib/i18n/messages/en/shell.json";
import { navigation } from "./generated/navigation";
import { pagesOf } from "./navigation";
import { OfflineNotice } from "./offline/offline-notice";
import CommandPalette from "./palette/command-palette";
import { forgetRecent, keepRecent, readRecent } from "./palette/recent-pages";
import PersonMenu from "./person-menu";
import { NewDeviceNotice } from "./session/new-device-notice";
import { SessionWatch, type WatchedSession } from "./session/session-watch";
import { StepUpHost } from "./session/step-up-host";

const empty = { items: [], nextCursor: null };
const survival = { id: "srv_1", name: "Survival", status: "online", ipAddress: "192.0.2.1", port: 25565 };

it("finds pages at once and servers by name, and opens the chosen one by Enter", async () => {
  const calls = answerWith(({ path }) =>
    path.startsWith("/api/servers") && path.includes("q=surv")
      ? { body: { items: [survival], nextCursor: null } }
      : { body: empty },
  );
  const onClose = vi.fn();
  const { user, router } = show(<CommandPalette viewer="user" onClose={onClose} />);
  const field = await screen.findByRole("combobox", { name: "Search pages and servers" });
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(screen.getByRole("option", { name: /Dashboard/ })).toBeDefined();
  await user.keyboard("surv");
  expect(await screen.findByRole("option", { name: /Restart Survival/ })).toBeDefined();
  expect(screen.getByRole("option", { selected: true }).textContent).toContain("Survival");
  await user.keyboard("{Enter}");
  expect(router.push).toHaveBeenCalledWith("/servers/srv_1");
  expect(onClose).toHaveBeenCalledOnce();
  // Not once for each key.
  expect(calls.filter(({ path }) => path.startsWith("/api/servers")).length).toBeLessThan(5);
});

it("moves by arrow keys within the results, and opens one by a click", async () => {
  answerWith(() => ({ body: empty }));
  const { user, router } = show(<CommandPalette viewer="guest" onClose={() => {}} />);
  await screen.findByRole("option", { name: /Dashboard/ });
  await user.keyboard("{ArrowUp}{ArrowDown}");
  expect(screen.getAllByRole("option")[1]?.getAttribute("aria-selected")).toBe("true");
  await user.click(screen.getByRole("option", { name: /^Account/ }));
  expect(router.push).toHaveBeenCalledWith("/account");
});

const withSurvival = () =>
  answerWith(({ path }) =>
    path.startsWith("/api/servers?") ? { body: { items: [survival], nextCursor: null } } : { body: empty },
  );

it("restarts a server by its verb and its name", async () => {
  const calls = withSurvival();
  const onClose = vi.fn();
  const { user, toasts } = show(<CommandPalette viewer="user" onClose={onClose} />);
  await screen.findByRole("option", { name: /Dashboard/ });
  await user.keyboard("restart surv");
  const option = await screen.findByRole("option", { name: /Restart Survival/ });
  await waitFor(() => expect(option.getAttribute("aria-selected")).toBe("true"));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(toasts).toEqual([{ message: "Restarting Survival.", tone: "done" }]));
  expect(calls.find(({ method }) => method === "POST")?.path).toBe("/api/servers/srv_1/power");
  expect(onClose).toHaveBeenCalledOnce();
});

it("finds people for staff only", async () => {
  const calls = withSurvival();
  const { user } = show(<CommandPalette viewer="user" onClose={() => {}} />);
  await screen.findByRole("option", { name: /Dashboard/ });
  await user.keyboard("ada");
  await waitFor(() => expect(calls.some(({ path }) => path.includes("q=ada"))).toBe(true));
  expect(calls.some(({ path }) => path.startsWith("/api/admin/users"))).toBe(false);
});

it("shows first what was opened last, and forgets it", async () => {
  answerWith(() => ({ body: empty }));
  keepRecent({ label: "Creative", href: "/servers/srv_2" });
  const { user, router } = show(<CommandPalette viewer="user" onClose={() => {}} />);
  await screen.findByRole("option", { name: /Creative/ });
  await user.keyboard("{Enter}");
  expect(router.push).toHaveBeenCalledWith("/servers/srv_2");
  forgetRecent();
  expect(readRecent()).toEqual([]);
});

it("says that nothing matches", async () => {
  answerWith(() => ({ body: empty }));
  const { user } = show(<CommandPalette viewer="user" onClose={() => {}} />);
  await screen.findByRole("option", { name: /Dashboard/ });
  await user.keyboard("zzz");
  expect(screen.getByText("No matches.")).toBeDefined();
});

it("has the name of every page in the catalogue", () => {
  const names: readonly string[] = Object.keys(pageNames);
  expect(navigation.map(({ key }) => key).filter((key) => !names.includes(key))).toEqual([]);
});

it("shows each role the pages that it may open", () => {
  type Input = Parameters<typeof pagesOf>;
  const hrefs = (section: Input[1], viewer: Input[2]) =>
    pagesOf(english("shell.pages"), section, viewer).map(({ href }) => href);
  expect(hrefs("main", "resource")).toEqual(["/servers"]);
  expect(hrefs("main", "guest")).toEqual(expect.arrayContaining(["/", "/servers", "/account"]));
  expect(hrefs("main", "guest")).not.toContain("/executors");
  expect(hrefs("main", "user")).toEqual(expect.arrayContaining([...hrefs("main", "guest"), "/executors"]));
  expect(hrefs("administration", "user")).toEqual([]);
  expect(hrefs("administration", "manager")).toContain("/admin/users");
  expect(hrefs("administration", "manager")).not.toContain("/admin/jobs");
  expect(hrefs("administration", "administrator")).toContain("/admin/jobs");
});

it("asks about a new device until it is confirmed", async () => {
  const calls = answerWith(() => ({ body: {} }));
  const { user, router } = show(<NewDeviceNotice sessionId="ses_9" />);
  expect(screen.getByRole("status").textContent).toContain("A new device signed in");
  await user.click(screen.getByRole("button", { name: "It was me" }));
  await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
  expect(calls[0]?.path).toBe("/api/account/sessions/ses_9/acknowledge");
});

it("offers the account to its owner, and signing out to all", async () => {
  show(<PersonMenu person={{ name: "ada", email: "ada@example.net" }} isOwner={false} />);
  expect(screen.getByRole("button", { name: "Account of ada" }).textContent).toBe("A");
  expect(await screen.findByRole("menuitem", { name: "Sign out" })).toBeDefined();
  expect(screen.queryByRole("menuitem", { name: "Account" })).toBeNull();
});

it("disables buttons while the panel cannot be reached, and enables them again", async () => {
  let isReachable = false;
  vi.stubGlobal("fetch", async () => {
    if (!isReachable) throw new TypeError("failed to fetch");
    return Response.json({ status: "ok" });
  });
  const onClick = vi.fn();
  const { user, router } = show(
    <>
      <OfflineNotice />
      <Button onClick={onClick}>Save</Button>
      <Button data-local onClick={onClick}>
        Close
      </Button>
    </>,
  );
  expect(screen.queryByRole("alert")).toBeNull();
  act(() => void window.dispatchEvent(new CustomEvent(unreachableEvent)));
  expect((await screen.findByRole("alert")).textContent).toContain("You are offline");
  const save = screen.getByRole("button", { name: "Save" });
  expect(save.getAttribute("aria-disabled")).toBe("true");
  await user.click(save);
  expect(onClick).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Close" }));
  expect(onClick).toHaveBeenCalledOnce();
  isReachable = true;
  act(() => void window.dispatchEvent(new Event("online")));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  await waitFor(() => expect(save.getAttribute("aria-disabled")).not.toBe("true"));
  expect(router.refresh).toHaveBeenCalledOnce();
});

function EndOthers() {
  const { mutate, isPending } = useAction(() => api("DELETE", "/account/sessions"), { done: "Ended." });
  return (
    <Button loading={isPending} onClick={() => mutate()}>
      End all others
    </Button>
  );
}

it("asks the person to confirm, and then repeats the request", async () => {
  let isConfirmed = false;
  const calls = answerWith(({ path, body }) => {
    if (path === "/api/account/step-up") {
      if (Object(body).password !== "right") return refusal(403, "The password is wrong.");
      isConfirmed = true;
      return { body: {} };
    }
    const problem = {
      title: "",
      status: 403,
      detail: "",
      code: "step_up_required",
      requestId: "",
      methods: ["password"],
    };
    return isConfirmed ? { body: { ended: 1 } } : { status: 403, body: problem };
  });
  const { user, toasts } = show(
    <>
      <StepUpHost />
      <EndOthers />
    </>,
  );
  await user.click(screen.getByRole("button", { name: "End all others" }));
  await screen.findByRole("dialog", { name: "Confirm that it is you" });
  await user.type(await screen.findByLabelText("Password"), "guess{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("The password is wrong.");
  await user.clear(screen.getByLabelText("Password"));
  await user.type(screen.getByLabelText("Password"), "right{Enter}");
  await waitFor(() => expect(toasts).toEqual([{ message: "Ended.", tone: "done" }]));
  expect(calls.filter(({ path }) => path === "/api/account/sessions")).toHaveLength(2);
});

it("changes nothing if the person does not confirm", async () => {
  const problem = { title: "Confirm", status: 403, detail: "Confirm that it is you.", code: "step_up_required" };
  const calls = answerWith(() => ({ status: 403, body: { ...problem, requestId: "", methods: ["totp"] } }));
  const { user, toasts } = show(
    <>
      <StepUpHost />
      <EndOthers />
    </>,
  );
  await user.click(screen.getByRole("button", { name: "End all others" }));
  await screen.findByRole("dialog");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(toasts[0]).toEqual({ message: "Confirm that it is you.", tone: "failed" }));
  expect(calls).toHaveLength(1);
});

const session: WatchedSession = { id: "ses_1", userId: "usr_1", serverId: null, channel: null, newDeviceId: null };

it("keeps a page with typed text when the session has ended, and asks to sign in above it", async () => {
  const { user } = show(
    <>
      <SessionWatch session={session} />
      <TextInput label="Name" />
    </>,
  );
  await user.type(screen.getByLabelText("Name"), "half typed");
  const answer = vi.fn();
  const event = new CustomEvent(signedOutEvent, { detail: { answer }, cancelable: true });
  act(() => void window.dispatchEvent(event));
  expect(event.defaultPrevented).toBe(true);
  await screen.findByRole("dialog", { name: "Sign in again" });
  expect(screen.getByText(/What you typed is kept/)).toBeDefined();
  vi.stubGlobal("fetch", async (path: string) =>
    Response.json(path.includes("csrf") ? { csrfToken: "c" } : { user: { id: "usr_1" }, url: "/" }),
  );
  await user.type(screen.getByLabelText("E-mail address or panel username"), "ada@example.net");
  await user.type(screen.getByLabelText("Password"), "right{Enter}");
  await waitFor(() => expect(answer).toHaveBeenCalledWith(true));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "half typed");
});

const refresh = () => act(() => void window.dispatchEvent(new Event(refreshEvent, { cancelable: true })));

it("loads no data of a page with typed text while its session has ended: a redirect would lose the text", async () => {
  let user: { id: string } | null = { id: "usr_1" };
  answerWith(() => ({ body: { user } }));
  const shown = show(
    <>
      <SessionWatch session={session} />
      <TextInput label="Name" />
    </>,
  );
  await shown.user.type(screen.getByLabelText("Name"), "half typed");
  refresh();
  await waitFor(() => expect(shown.router.refresh).toHaveBeenCalledOnce());
  user = null;
  refresh();
  await screen.findByRole("dialog", { name: "Sign in again" });
  refresh();
  expect(shown.router.refresh).toHaveBeenCalledOnce();
});
