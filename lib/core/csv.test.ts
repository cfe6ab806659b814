import { expect, it } from "vitest";
import { csvFile } from "./csv";

it("writes every page once, and no cell that a spreadsheet takes for a formula", async () => {
  const pages = [
    { items: ["=1+1", "a,b"], nextCursor: "two" },
    { items: [], nextCursor: "three" },
    { items: ['say "hi"'], nextCursor: null },
  ];
  const asked: (string | undefined)[] = [];
  const file = csvFile({
    name: "list",
    columns: { text: (row: string) => row, size: (row) => String(row.length) },
    readPage: async (cursor) => {
      asked.push(cursor);
      return pages[asked.length - 1] ?? { items: [], nextCursor: null };
    },
  });
  expect(file.headers.get("content-disposition")).toBe('attachment; filename="list.csv"');
  expect(await file.text()).toBe(`text,size\r\n"'=1+1",4\r\n"a,b",3\r\n"say ""hi""",8\r\n`);
  expect(asked).toEqual([undefined, "two", "three"]);
});
