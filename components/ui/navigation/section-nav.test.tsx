import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/components/testing/show";
import { SectionNav } from "./section-nav";

it.each([
  ["/alerts", "Alerts"],
  ["/alerts/alt_1", "Alerts"],
  ["/alerts/rules/alr_1", "Rules"],
])("at %s the current page is %s", (address, current) => {
  show(
    <SectionNav
      label="Alerts"
      pages={[
        { label: "Alerts", href: "/alerts" },
        { label: "Rules", href: "/alerts/rules" },
      ]}
    />,
    address,
  );
  const links = screen.getAllByRole("link").filter((link) => link.getAttribute("aria-current") === "page");
  expect(links.map(({ textContent }) => textContent)).toEqual([current]);
});
