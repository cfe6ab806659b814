import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { sampleZone } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { ZoneParentView } from "@/lib/hosted-services/dns/parent/contract";
import ZoneDnssec from "./zone-dnssec";

const ds = ["1 13 2 abcd"];
const signed = { ...sampleZone, dnssec: { enabled: true, ds } };
const parent: ZoneParentView = {
  ds: { state: "ok", found: ds },
  nameservers: { state: "ok", found: ["ns1.example.net."] },
};
const page = (view = signed) => <ZoneDnssec view={view} canChange onDone={() => {}} />;
const button = (name: string) => screen.getByRole("button", { name });

/** The parent's answer; all other requests answer the zone. */
const answer = (found: ZoneParentView = parent) =>
  answerWith(({ method }) => ({ body: method === "GET" ? found : sampleZone }));

it("shows the DS records and what the parent has, warns, and switches DNSSEC off", async () => {
  const calls = answer();
  const { user } = show(page());
  expect(screen.getByText("1 13 2 abcd")).toBeDefined();
  expect(screen.getByText("Remove the DS records first")).toBeDefined();
  expect(await screen.findByText("Your registrar has a DS record of this zone.")).toBeDefined();
  expect(screen.getByText(/^The domain leads to our name servers\./)).toBeDefined();
  await user.click(button("Switch DNSSEC off"));
  await user.click(await screen.findByRole("button", { name: "Switch off" }));
  await waitFor(() => expect(calls.find(({ method }) => method === "PUT")?.body).toEqual({ enabled: false }));
});

it("says why DNSSEC cannot be switched off", async () => {
  answerWith(({ method }) => (method === "GET" ? { body: parent } : refusal(409, "Remove the DS records.")));
  const { user } = show(page());
  await user.click(button("Switch DNSSEC off"));
  await user.click(await screen.findByRole("button", { name: "Switch off" }));
  expect(await screen.findByText("Remove the DS records.")).toBeDefined();
});

it("names records at the registrar that break the domain, and asks again", async () => {
  const calls = answer({ ...parent, ds: { state: "different", found: ["9 13 2 00"] } });
  const { user } = show(page());
  expect(await screen.findByText(/Your registrar has other DS records/)).toBeDefined();
  expect(screen.getByText("Found: 9 13 2 00")).toBeDefined();
  await user.click(button("Check again"));
  await waitFor(() => expect(calls).toHaveLength(2));
});

it.each([
  [true, "missing", /no DS record yet/],
  [true, "unknown", /DNS did not answer/],
  [false, "different", /the zone is not signed: resolvers refuse/],
  [false, "ok", /Your registrar has no DS record/],
] as const)("explains the parent of a zone (signed: %s, %s)", async (enabled, state, text) => {
  answer({ ...parent, ds: { state, found: [] } });
  show(page({ ...signed, dnssec: { enabled, ds: enabled ? ds : [] } }));
  expect(await screen.findByText(text)).toBeDefined();
});

it("switches DNSSEC on, and waits for the keys", async () => {
  const calls = answer();
  const off = { ...sampleZone, dnssec: { enabled: false, ds: [] } };
  const { user, rerender } = show(page(off));
  await user.click(button("Switch DNSSEC on"));
  await user.click(await screen.findByRole("button", { name: "Switch on" }));
  await waitFor(() => expect(calls.find(({ method }) => method === "PUT")?.body).toEqual({ enabled: true }));
  rerender(page({ ...sampleZone, dnssec: { enabled: true, ds: [] } }));
  expect(screen.getByText("The keys are being made.")).toBeDefined();
});
