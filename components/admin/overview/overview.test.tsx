import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/components/testing/show";
import { CapacityMeters, Troubles } from "./overview-cards";

const growing = { reserved: 8, total: 16, perWeek: 2, weeksLeft: 4 };
const still = { reserved: 1, total: 4, perWeek: 0, weeksLeft: null };

it("says when the capacity is full", () => {
  show(<CapacityMeters capacity={{ memory: growing, cpu: still, diskSpace: { ...growing, weeksLeft: null } }} />);
  expect(screen.getByText("2.0 GiB are added each week. It is full in 4 weeks.")).toBeDefined();
  expect(screen.getByText("Nothing was added in the last 30 days.")).toBeDefined();
  expect(screen.getByText(/It lasts for more than two years/)).toBeDefined();
});

it("lists what needs a person, with its reason and owner, and says when nothing does", () => {
  const trouble = {
    id: "srv_1",
    name: "Survival",
    status: "failed",
    href: "/servers/srv_1",
    text: "The image cannot be pulled.",
    owner: "Ada",
    at: "2026-05-04T10:00:00.000Z",
  };
  const { rerender } = show(<Troubles troubles={[trouble]} />);
  expect(screen.getByRole("link", { name: "Survival" }).getAttribute("href")).toBe("/servers/srv_1");
  expect(screen.getByText("The image cannot be pulled.")).toBeDefined();
  expect(screen.getByText(/Ada/)).toBeDefined();
  rerender(<Troubles troubles={[]} />);
  expect(screen.getByText("Nothing needs you.")).toBeDefined();
});
