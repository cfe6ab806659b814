import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { show } from "@/components/testing/show";
import type { DriftItemView } from "@/lib/hosted-services/drift/contract";
import { DriftReport } from "./drift-report";

const providerId = "prv_01m8espdxa1kcz4pafw7jt35z2";
const orphan: DriftItemView = {
  id: "drf_01m8espdxa1kcz4pafw7jt35z2",
  kind: "database",
  resourceId: "dbs_01m8espdxa1kcz4pafw7jt35z2",
  objectName: "d_4162ab79",
  type: "orphan",
  detail: "It is at the provider, and the panel does not know it.",
  actions: ["adopt", "remove"],
  requested: false,
  foundAt: "2026-11-27T10:00:00.000Z",
};

const calls: { path: string; body: unknown }[] = [];
beforeEach(() => {
  calls.length = 0;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    calls.push({ path: String(path), body: init.body ? JSON.parse(String(init.body)) : null });
    return Response.json({ status: "accepted", requested: true }, { status: 202 });
  });
});

const report = (items: DriftItemView[]) =>
  show(<DriftReport providerId={providerId} items={items} nextCursor={null} />);

it("says so where both sides are equal", () => {
  report([]);
  expect(screen.getByText("No differences.")).toBeTruthy();
});

it("shows each difference with the actions of its type", () => {
  report([orphan, { ...orphan, id: "drf_2", objectName: "d_2", type: "ghost", actions: ["repair", "remove"] }]);
  expect(screen.getAllByText(orphan.detail)).toHaveLength(2);
  expect(screen.getByRole("button", { name: "Adopt d_4162ab79" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Repair d_2" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Repair d_4162ab79" })).toBeNull();
});

it("removes an orphan only after its name was typed", async () => {
  const { user } = report([orphan]);
  await user.click(screen.getByRole("button", { name: "Remove d_4162ab79" }));
  const confirm = await screen.findByRole("button", { name: "Remove" });
  expect(screen.getByText(/cannot be undone/)).toBeTruthy();
  expect(confirm).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("Type d_4162ab79 to confirm"), "d_4162ab79");
  await user.click(confirm);
  await waitFor(() => expect(calls).toHaveLength(1));
  expect(calls[0]).toEqual({
    path: `/api/admin/providers/${providerId}/drift/${orphan.id}`,
    body: { action: "remove" },
  });
});

it("adopts after one confirmation that says what happens", async () => {
  const { user } = report([orphan]);
  await user.click(screen.getByRole("button", { name: "Adopt d_4162ab79" }));
  expect(await screen.findByText(/gets new secrets/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Adopt" }));
  await waitFor(() => expect(calls[0]?.body).toEqual({ action: "adopt" }));
});

it("offers nothing for an item whose removal was requested", () => {
  report([{ ...orphan, requested: true }]);
  expect(screen.getByText("being removed")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /d_4162ab79/ })).toBeNull();
});

it("requests a comparison", async () => {
  const { user } = report([]);
  await user.click(screen.getByRole("button", { name: "Compare now" }));
  await waitFor(() => expect(calls[0]?.path).toBe(`/api/admin/providers/${providerId}/drift`));
});
