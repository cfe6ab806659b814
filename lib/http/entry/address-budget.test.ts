import { expect, it } from "vitest";
import { AddressBudgets, entryClasses } from "./address-budget";

const { limit } = entryClasses.page;

it("allows the limit, refuses the next one, and says when it will be allowed", () => {
  const budgets = new AddressBudgets(1);
  for (let n = 0; n < limit; n++) expect(budgets.count("page", "192.0.2.1", 30).exceeded).toBe(false);
  const refused = budgets.count("page", "192.0.2.1", 30);
  expect(refused).toMatchObject({ limit, remaining: 0, exceeded: true });
  expect(budgets.count("page", "192.0.2.1", 30 + refused.resetSeconds - 1.2).exceeded).toBe(true);
  expect(budgets.count("page", "192.0.2.1", 30 + refused.resetSeconds).exceeded).toBe(false);
});

it("counts addresses and classes apart", () => {
  const budgets = new AddressBudgets(1 / limit);
  expect(budgets.count("page", "192.0.2.1", 0).exceeded).toBe(false);
  expect(budgets.count("page", "192.0.2.1", 0).exceeded).toBe(true);
  expect(budgets.count("page", "192.0.2.2", 0).exceeded).toBe(false);
  expect(budgets.count("file", "192.0.2.1", 0).exceeded).toBe(false);
});
