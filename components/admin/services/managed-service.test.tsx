import { cleanup, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleProvider, sampleProviderKind } from "@/components/testing/samples";
import { answerWith, refusal } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { ProviderField, ProviderView } from "@/lib/hosted-services/providers/contract";
import { ManagedService } from "./managed-service";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const field = (name: string, label: string, kind: ProviderField["kind"]): ProviderField => ({
  ...{ name, label, kind, required: false, help: "", initial: null },
});
const kind = {
  ...sampleProviderKind,
  settings: [
    field("hostname", "Name", "text"),
    field("certificate", "Certificate", "area"),
    field("key", "Key", "secret-area"),
  ],
};
const managed = {
  settings: { hostname: "mail.example.net", certificate: "PEM" },
  image: "0123456789ab",
  failure: null,
  standardPorts: null,
  size: { memory: 0.5, diskSpace: 10, cpu: 1 },
};
const service: ProviderView = { ...sampleProvider, mode: "managed", managed };
const button = (name: string) => screen.getByRole("button", { name });

const page = (provider = service, canManage = true) =>
  showLive(<ManagedService provider={provider} kind={kind} canManage={canManage} />);

it("shows what runs, and upgrades it after a question", async () => {
  const calls = answerWith(() => ({ status: 202, body: { ...service, status: "provisioning" } }));
  const { user, router } = await page();
  expect(screen.getByText("0123456789ab")).toBeDefined();
  await user.click(button("Upgrade"));
  const dialog = await screen.findByRole("dialog", { name: "Upgrade Leipzig" });
  expect(dialog.textContent).toContain("the version from before runs again");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(router.refresh).toHaveBeenCalled());
  expect(calls).toMatchObject([{ method: "POST", path: "/api/admin/providers/prv_1/upgrade" }]);
});

it("restarts after a question", async () => {
  const calls = answerWith(() => ({ status: 202, body: { ...service, status: "provisioning" } }));
  const { user, router } = await page();
  await user.click(button("Restart"));
  expect((await screen.findByRole("dialog", { name: "Restart Leipzig" })).textContent).toContain("Connections end");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(router.refresh).toHaveBeenCalled());
  expect(calls).toMatchObject([{ method: "POST", path: "/api/admin/providers/prv_1/restart" }]);
});

it("moves to the standard ports after a question, when it is not there yet", async () => {
  const calls = answerWith(() => ({ body: service }));
  const { user, router } = await page({ ...service, managed: { ...managed, standardPorts: false } });
  await user.click(button("Use the standard ports"));
  expect((await screen.findByRole("dialog")).textContent).toContain("cannot be moved back");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(router.refresh).toHaveBeenCalled());
  expect(calls).toMatchObject([{ method: "PATCH", path: "/api/admin/providers/prv_1", body: { standardPorts: true } }]);
});

it("does not offer the standard ports to a service that has them, or whose kind has none", async () => {
  const { unmount } = await page({ ...service, managed: { ...managed, standardPorts: true } });
  expect(screen.queryByRole("button", { name: "Use the standard ports" })).toBeNull();
  unmount();
  await page();
  expect(screen.queryByRole("button", { name: "Use the standard ports" })).toBeNull();
});

it("saves another size, and refuses one that is no step", async () => {
  const calls = answerWith(() => ({ status: 202, body: service }));
  const { user, router } = await page();
  const memory = await screen.findByLabelText("Memory (GiB)");
  expect(memory).toHaveProperty("value", "0.5");
  await user.clear(memory);
  await user.type(memory, "0.3");
  await user.click(button("Save size"));
  await waitFor(() => expect(memory.getAttribute("aria-invalid")).toBe("true"));
  expect(calls).toEqual([]);
  await user.clear(memory);
  await user.type(memory, "1.25");
  await user.click(button("Save size"));
  await waitFor(() => expect(router.refresh).toHaveBeenCalled());
  expect(calls).toMatchObject([
    { path: "/api/admin/providers/prv_1/resize", body: { memory: 1.25, diskSpace: 10, cpu: 1 } },
  ]);
});

it("removes a secret when that is asked for", async () => {
  const calls = answerWith(() => ({ body: service }));
  const { user } = await page();
  await user.click(await screen.findByLabelText("Remove what is stored (Key)"));
  await user.click(button("Save and restart"));
  const settings = { hostname: "mail.example.net", certificate: "PEM", key: null };
  await waitFor(() => expect(calls[0]?.body).toEqual({ settings }));
});

it("says why the last change failed, and that the service runs", async () => {
  await page({ ...service, managed: { ...managed, failure: "The program stopped while starting." } });
  expect(screen.getByRole("status").textContent).toMatch(
    /The program stopped while starting. The service runs as before./,
  );
});

it("saves settings, and sends secrets only when they were typed", async () => {
  const calls = answerWith(() => ({ body: service }));
  const { user } = await page();
  const name = await screen.findByLabelText("Name");
  expect(name).toHaveProperty("value", "mail.example.net");
  expect(screen.getByLabelText("Key")).toHaveProperty("value", "");
  await user.clear(name);
  await user.type(name, "mx.example.net");
  await user.click(button("Save and restart"));
  const settings = { hostname: "mx.example.net", certificate: "PEM" };
  await waitFor(() => expect(calls[0]?.body).toEqual({ settings }));
});

it("shows a refusal at its field", async () => {
  const errors = [{ path: "settings.certificate", message: "Send a certificate and its private key, both in PEM." }];
  answerWith(() => refusal(422, "Not valid", errors));
  const { user } = await page();
  await user.type(await screen.findByLabelText("Key"), "x");
  await user.click(button("Save and restart"));
  await waitFor(() => expect(screen.getByLabelText("Certificate").getAttribute("aria-invalid")).toBe("true"));
});

it("offers nothing to those who may only read, and nothing for a service that is elsewhere", async () => {
  await page(service, false);
  expect(screen.queryByRole("button")).toBeNull();
  cleanup();
  await page(sampleProvider);
  expect(screen.queryByText("Service")).toBeNull();
});
