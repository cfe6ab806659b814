import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { TokenView } from "@/lib/auth/contract";
import NewToken from "./new-token";
import { TokenList } from "./token-list";

const token: TokenView = {
  id: "tok_1",
  name: "CI",
  scopes: ["server.read"],
  expiresAt: "2027-01-01T00:00:00.000Z",
  lastUsedAt: null,
  lastUsedIp: null,
  start: "lnt_ab",
  servers: ["srv_1", "srv_9"],
  addresses: ["192.0.2.0/24"],
  previousUntil: null,
  createdAt: "2026-05-04T10:00:00.000Z",
};
const servers = [{ id: "srv_1", name: "Survival" }];

it("creates a token from what was chosen, and shows it once", async () => {
  const calls = answerWith(() => ({ status: 201, body: { ...token, token: "lnt_secret" } }));
  const [onClose, onDone] = [vi.fn(), vi.fn()];
  const { user } = show(<NewToken scopes={["server.read"]} servers={servers} onClose={onClose} onDone={onDone} />);
  const create = screen.getByRole("button", { name: "Create token" });
  expect(create).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("Name"), "CI");
  await user.click(create);
  expect(await screen.findByText("lnt_secret")).toBeDefined();
  expect(onDone).toHaveBeenCalledOnce();
  expect(calls[0]?.body).toEqual({ name: "CI", scopes: ["server.read"], expiresInDays: 90 });
  await user.keyboard("{Escape}");
  expect(onClose).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Done" }));
  expect(onClose).toHaveBeenCalledOnce();
});

it("shows a message beside the addresses, and keeps what was typed", async () => {
  const calls = answerWith(() => ({}));
  const { user } = show(<NewToken scopes={[]} servers={servers} onClose={() => {}} onDone={() => {}} />);
  await user.type(screen.getByLabelText("Name"), "CI");
  await user.type(screen.getByLabelText("Only from these addresses", { selector: "input" }), "not an address{Enter}");
  await user.click(screen.getByRole("button", { name: "Create token" }));
  expect(await screen.findByText("Use an address or a network, such as 192.0.2.0/24.")).toBeDefined();
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "CI");
  expect(calls).toEqual([]);
});

it("says what a token may do and where", () => {
  show(<TokenList tokens={[token]} scopes={[]} servers={servers} />);
  expect(screen.getByText("server.read; only Survival, srv_9; from 192.0.2.0/24; expires 2027-01-01")).toBeDefined();
  expect(screen.getByText("Never used")).toBeDefined();
});

it("revokes a token", async () => {
  const calls = answerWith(() => ({ status: 200 }));
  const { user, router, toasts } = show(<TokenList tokens={[token]} scopes={[]} servers={servers} />);
  await user.click(screen.getByRole("button", { name: "Revoke CI" }));
  await waitFor(() => expect(toasts).toEqual([{ message: "The token is revoked.", tone: "done" }]));
  expect(calls).toEqual([{ method: "DELETE", path: "/api/account/tokens/tok_1", body: undefined }]);
  expect(router.refresh).toHaveBeenCalled();
});

it("shows a rotated secret once, until it is confirmed", async () => {
  answerWith(() => ({ body: { ...token, token: "lnt_new", previousUntil: "2026-05-04T11:00:00.000Z" } }));
  const { user } = show(<TokenList tokens={[token]} scopes={[]} servers={servers} />);
  await user.click(screen.getByRole("button", { name: "Rotate CI" }));
  expect(await screen.findByText("lnt_new")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Done" }));
  await waitFor(() => expect(screen.queryByText("lnt_new")).toBeNull());
});

it("says why a rotation failed", async () => {
  answerWith(() => refusal(429, "Too many changes of keys."));
  const { user, toasts } = show(<TokenList tokens={[token]} scopes={[]} servers={servers} />);
  await user.click(screen.getByRole("button", { name: "Rotate CI" }));
  await waitFor(() => expect(toasts[0]).toEqual({ message: "Too many changes of keys.", tone: "failed" }));
});

it("says what a token is for where there is none", () => {
  show(<TokenList tokens={[]} scopes={[]} servers={[]} />);
  expect(screen.getByText("No tokens yet.")).toBeDefined();
});
