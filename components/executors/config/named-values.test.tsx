import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { show } from "@/components/testing/show";
import { NamedValues } from "./named-values";
import type { NamedKind, NamedValue } from "./named-values-rules";

function fields(values: Record<string, NamedValue>, kinds: NamedKind[], errors: Record<string, string> = {}) {
  const onChange = vi.fn();
  const shown = show(
    <NamedValues title="Features" noun="feature" kinds={kinds} values={values} errors={errors} onChange={onChange} />,
  );
  return { ...shown, onChange };
}

it("adds a row, which counts once it has a name", async () => {
  const { user, onChange } = fields({ fast: true }, ["on", "off"]);
  await user.click(screen.getByRole("button", { name: "Add feature" }));
  expect(onChange).not.toHaveBeenCalled();
  await user.type(screen.getByLabelText("Name of feature 2"), "safe");
  expect(onChange).toHaveBeenLastCalledWith({ fast: true, safe: true }, true);
});

it("removes a row", async () => {
  const { user, onChange } = fields({ fast: true, safe: false }, ["on", "off"]);
  await user.click(screen.getByRole("button", { name: "Remove feature 1" }));
  expect(onChange).toHaveBeenLastCalledWith({ safe: false }, true);
  expect(screen.getAllByLabelText(/^Name of feature/)).toHaveLength(1);
});

it("says what is wrong with a row beside it, and that the whole is not sound", async () => {
  const { user, onChange } = fields({ limit: 5, other: 6 }, ["number"]);
  await user.clear(screen.getByLabelText("Value of feature 1"));
  await user.type(screen.getByLabelText("Value of feature 1"), "many");
  expect(onChange.mock.lastCall?.[1]).toBe(false);
  expect(screen.getByLabelText("Value of feature 1").getAttribute("aria-invalid")).toBe("true");
  await user.clear(screen.getByLabelText("Name of feature 2"));
  await user.type(screen.getByLabelText("Name of feature 2"), "limit");
  expect(screen.getByLabelText("Name of feature 2").getAttribute("aria-invalid")).toBe("true");
});

it("shows what the panel answered beside the row of that name", () => {
  fields({ fast: true, safe: false }, ["on", "off"], { safe: "The executor does not know this feature." });
  expect(screen.getByText("The executor does not know this feature.")).toBeDefined();
  expect(screen.getByLabelText("Name of feature 2").getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByLabelText("Name of feature 1").getAttribute("aria-invalid")).not.toBe("true");
});
