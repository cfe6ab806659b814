import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { pending, show } from "@/components/testing/show";
import { SignInForm } from "./sign-in-form";

const passkey = vi.hoisted(() => ({ startAuthentication: vi.fn(), startRegistration: vi.fn() }));
vi.mock("@simplewebauthn/browser", () => passkey);

beforeEach(() => {
  passkey.startAuthentication.mockReset();
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("PublicKeyCredential", class {});
});
const button = (name: string) => screen.getByRole("button", { name });

it("signs in with a passkey only, and keeps loading until the next page is there", async () => {
  const bodies: unknown[] = [];
  passkey.startAuthentication.mockResolvedValue({ id: "credential" });
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    if (init.body) bodies.push(JSON.parse(String(init.body)));
    return Response.json({ challenge: "c" });
  });
  const onSignedIn = vi.fn();
  const { user } = show(<SignInForm notice={null} onSignedIn={onSignedIn} />);
  await user.click(screen.getByLabelText("Keep me signed in"));
  await user.click(button("Use a passkey"));
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
  expect(bodies).toEqual([{ credential: { id: "credential" }, remember: true }]);
  expect(button("Use a passkey").dataset.loading).toBe("true");
  expect(button("Sign in")).toHaveProperty("disabled", true);
});

it("says that the passkey was not used, and lets the person try again or type", async () => {
  passkey.startAuthentication.mockRejectedValue(Object.assign(new Error("x"), { name: "NotAllowedError" }));
  vi.stubGlobal("fetch", async () => Response.json({}));
  const { user } = show(<SignInForm notice="You signed out." onSignedIn={() => {}} />);
  expect(screen.getByRole("status").textContent).toBe("You signed out.");
  await user.click(button("Use a passkey"));
  expect((await screen.findByRole("alert")).textContent).toContain("The passkey was not used");
  expect(screen.queryByRole("status")).toBeNull();
  expect(button("Use a passkey").dataset.loading).toBeUndefined();
  expect(button("Sign in")).toHaveProperty("disabled", false);
});

it("offers no passkey where the browser has none", () => {
  // As over plain HTTP.
  vi.stubGlobal("isSecureContext", false);
  show(<SignInForm notice={null} onSignedIn={() => {}} />);
  expect(screen.queryByRole("button", { name: "Use a passkey" })).toBeNull();
});

it("does not start a passkey while the password is being checked", async () => {
  const answer = pending<Response>();
  vi.stubGlobal("fetch", async (path: string) =>
    path.includes("csrf") ? Response.json({ csrfToken: "c" }) : answer.promise,
  );
  const { user } = show(<SignInForm notice={null} onSignedIn={() => {}} />);
  await user.type(screen.getByLabelText("E-mail address or panel username"), "ada@example.net");
  await user.type(screen.getByLabelText("Password"), "right{Enter}");
  await waitFor(() => expect(button("Sign in").dataset.loading).toBe("true"));
  expect(button("Use a passkey")).toHaveProperty("disabled", true);
  answer.end(Response.json({ url: "/?error=CredentialsSignin" }, { status: 401 }));
  expect((await screen.findByRole("alert")).textContent).toBe("The e-mail address or the password is wrong.");
  expect(screen.getByLabelText("E-mail address or panel username")).toHaveProperty("value", "ada@example.net");
});
