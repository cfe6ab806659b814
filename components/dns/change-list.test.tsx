import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/components/testing/show";
import type { RrsetChange } from "@/lib/hosted-services/dns/diff/contract";
import { ChangeList } from "./change-list";

const zone = "example.com.";
const shown = (...changes: RrsetChange[]) => {
  show(<ChangeList changes={changes} zone={zone} />);
  return screen.getAllByRole("listitem").map(({ textContent }) => textContent);
};

it("shows what was added and removed, in the form that people type", () => {
  const texts = shown(
    { name: zone, type: "TXT", before: null, after: { ttl: 300, values: ['"v=spf1 -all"'] } },
    { name: `www.${zone}`, type: "CNAME", before: { ttl: 300, values: ["xn--mnchen-3ya.de."] }, after: null },
  );
  expect(texts[0]).toMatch(/^@ TXT\+ v=spf1 -all$/);
  expect(texts[1]).toMatch(/^www CNAME− münchen\.de\.$/);
});

it("leaves out values that stay, and names a new TTL", () => {
  const before = { ttl: 300, values: ["192.0.2.1", "192.0.2.2"] };
  const after = { ttl: 3_600, values: ["192.0.2.2", "192.0.2.3"] };
  const [text] = shown({ name: zone, type: "A", before, after });
  expect(text).toBe("@ A, TTL 300 → 3600 s− 192.0.2.1+ 192.0.2.3");
});

it("can be read by keyboard", () => {
  show(<ChangeList changes={[]} zone={zone} />);
  expect(screen.getByRole("list", { name: "Changes" }).tabIndex).toBe(0);
});
