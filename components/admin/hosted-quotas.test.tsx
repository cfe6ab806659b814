import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import { RoleQuotas } from "./services/role-quotas";
import { HostedQuota } from "./users/hosted-quota";

const database = { kind: "database", label: "Databases", used: 3, max: 5, source: "role" as const, ofRole: 5 };
const zone = { kind: "dns-zone", label: "DNS zones", used: 0, max: 7, source: "person" as const, ofRole: null };
const button = (name: string) => screen.getByRole("button", { name });

it("shows a person's own limits, and what the role allows where there is none", async () => {
  const calls = answerWith(() => ({ body: { items: [] } }));
  const { user, toasts } = show(<HostedQuota userId="usr_2" quotas={[database, zone]} canManage />);
  const own = screen.getByLabelText("Databases");
  expect(own).toHaveProperty("value", "");
  expect(own).toHaveProperty("placeholder", "5 by role");
  expect(screen.getByText("3 in use")).toBeDefined();
  expect(screen.getByLabelText("DNS zones")).toHaveProperty("placeholder", "no limit");
  await user.type(own, "20");
  await user.clear(screen.getByLabelText("DNS zones"));
  await user.click(button("Save quota of services"));
  await waitFor(() => expect(toasts[0]?.message).toBe("The quota is saved."));
  const quotas = [
    { kind: "database", max: 20 },
    { kind: "dns-zone", max: null },
  ];
  expect(calls[0]).toEqual({ method: "PUT", path: "/api/admin/users/usr_2/hosted-quotas", body: { quotas } });
});

it("shows a refused limit beside its field, and nothing to save for those who may not", async () => {
  const errors = [{ path: "quotas.1.max", message: "Use at most 1000000." }];
  answerWith(() => refusal(422, "Not valid.", errors));
  const { user, unmount } = show(<HostedQuota userId="usr_2" quotas={[database, zone]} canManage />);
  await user.type(screen.getByLabelText("DNS zones"), "1");
  await user.click(button("Save quota of services"));
  expect(await screen.findByText("Use at most 1000000.")).toBeDefined();
  expect(screen.getByLabelText("DNS zones").getAttribute("aria-invalid")).toBe("true");
  unmount();
  show(<HostedQuota userId="usr_2" quotas={[database]} canManage={false} />);
  expect(screen.queryByRole("button", { name: "Save quota of services" })).toBeNull();
});

it("sets limits of roles, and takes them back to the default", async () => {
  const quotas = [
    { kind: "database", label: "Databases", limits: { USER: 8, GUEST: 0 }, defaults: { USER: 5, GUEST: 0 } },
  ];
  const calls = answerWith(() => ({ body: { items: quotas } }));
  const { user, toasts } = show(<RoleQuotas quotas={quotas} />);
  expect(screen.getByLabelText("Databases for users")).toHaveProperty("value", "8");
  expect(screen.getByLabelText("Databases for guests")).toHaveProperty("value", "");
  await user.clear(screen.getByLabelText("Databases for users"));
  await user.type(screen.getByLabelText("Databases for guests"), "1");
  await user.click(button("Save quotas"));
  await waitFor(() => expect(toasts[0]?.message).toBe("The quotas are saved."));
  expect(calls[0]?.body).toEqual({
    quotas: [
      { kind: "database", role: "USER", max: null },
      { kind: "database", role: "GUEST", max: 1 },
    ],
  });
});
