import { screen, within } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";
import { show } from "@/components/testing/show";
import { type Column, DataTable } from "./data-table";

type Fruit = { id: string; name: string; weight: number };
const fruits: Fruit[] = [
  { id: "a", name: "Apple", weight: 150 },
  { id: "b", name: "Banana", weight: 120 },
];
const columns: (Column<Fruit> | null)[] = [
  { title: "Name", isRowHeader: true, cell: ({ name }) => name, sortBy: "name" },
  { title: "Weight", cell: ({ weight }) => `${weight} g`, sortBy: "weight", className: "figure" },
  null,
];
const shared = { label: "Fruit", columns, idOf: ({ id }: Fruit) => id, nameOf: ({ name }: Fruit) => name };

it("names the table, its columns and its rows, and leaves out columns that are null", () => {
  show(<DataTable {...shared} rows={fruits} />);
  const region = screen.getByRole("region", { name: "Fruit" });
  expect(region.tabIndex).toBe(0);
  expect(screen.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual(["Name", "Weight"]);
  const row = screen.getByRole("row", { name: /Banana/ });
  expect(within(row).getByRole("rowheader").textContent).toBe("Banana");
  const cell = within(row).getByRole("cell");
  expect(cell.textContent).toBe("120 g");
  // Shown before the value where a row is a card.
  expect(cell.dataset.title).toBe("Weight");
});

it("shows what to do next instead of an empty table", () => {
  show(<DataTable {...shared} rows={[]} empty={<p>No fruit yet.</p>} />);
  expect(screen.getByText("No fruit yet.")).toBeDefined();
  expect(screen.queryByRole("table")).toBeNull();
});

it("links to the next page", () => {
  show(<DataTable {...shared} rows={fruits} next={{ label: "Older fruit", href: "/fruit?cursor=b" }} />);
  expect(screen.getByRole("link", { name: "Older fruit" }).getAttribute("href")).toBe("/fruit?cursor=b");
});

it("links its headings to the other order, and says which order it has", () => {
  const href = (by: string, isDescending: boolean) => `/fruit?sort=${isDescending ? "-" : ""}${by}`;
  const { rerender } = show(
    <DataTable {...shared} rows={fruits} sorting={{ by: "name", isDescending: false, href }} />,
  );
  const heading = (name: string) => screen.getByRole("columnheader", { name: new RegExp(name) });
  expect(heading("Name").getAttribute("aria-sort")).toBe("ascending");
  expect(heading("Weight").getAttribute("aria-sort")).toBe("none");
  expect(screen.getByRole("link", { name: /Name/ }).getAttribute("href")).toBe("/fruit?sort=-name");
  expect(screen.getByRole("link", { name: /Weight/ }).getAttribute("href")).toBe("/fruit?sort=weight");
  rerender(<DataTable {...shared} rows={fruits} sorting={{ by: "name", isDescending: true, href }} />);
  expect(heading("Name").getAttribute("aria-sort")).toBe("descending");
});

function Selectable() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const onChange = (ids: string[], isChosen: boolean) =>
    setChosen((known) => {
      const next = new Set(known);
      for (const id of ids) isChosen ? next.add(id) : next.delete(id);
      return next;
    });
  return (
    <>
      <DataTable {...shared} rows={fruits} selection={{ chosen, onChange }} />
      <p>{[...chosen].join(" ") || "none"}</p>
    </>
  );
}

it("selects one row, all rows and none", async () => {
  const { user } = show(<Selectable />);
  const all = screen.getByRole("checkbox", { name: "Choose all on this page" });
  await user.click(screen.getByRole("checkbox", { name: "Choose Banana" }));
  expect(screen.getByText("b")).toBeDefined();
  expect(all).toHaveProperty("indeterminate", true);
  await user.click(all);
  expect(screen.getByText("b a")).toBeDefined();
  expect(all).toHaveProperty("checked", true);
  await user.click(all);
  expect(screen.getByText("none")).toBeDefined();
});
