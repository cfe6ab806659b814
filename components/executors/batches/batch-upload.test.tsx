import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import { BatchUpload } from "./batch-upload";

const table = () => screen.getByLabelText("Table");
const typeTable = (text: string) => fireEvent.change(table(), { target: { value: text } });
const create = () => screen.getByRole("button", { name: /^Create/ });
const upload = (templates = [{ id: "tpl_1", name: "Shops" }]) =>
  show(<BatchUpload templates={templates} onMade={() => {}} />);

it("shows the first lines with their numbers in the file", () => {
  upload();
  typeTable("name,zmqPort\n\nLeipzig,5555\nDresden,");
  const region = screen.getByRole("region", { name: "First lines of the table" });
  expect(region.tabIndex).toBe(0);
  const rows = within(region).getAllByRole("row");
  expect(
    rows.map((row) =>
      within(row)
        .queryAllByRole("cell")
        .map(({ textContent }) => textContent),
    ),
  ).toEqual([[], ["3", "Leipzig", "5555", "ok"], ["4", "Dresden", "", "ok"]]);
  expect(screen.getByRole("status").textContent).toBe("2 lines.");
});

it.each([
  ["name,color\nLeipzig,red", "Unknown columns: color."],
  ["zmqPort\n5555", "The first line names the columns, of: name, template, zmqHost, zmqPort."],
  ["name", "There are no lines below the first."],
  [`name\n${"x\n".repeat(1_001)}`, "There are 1001 lines; send at most 1000 at once."],
])("refuses a whole table: %#", (text, problem) => {
  upload();
  typeTable(text);
  expect(screen.getByRole("status").textContent).toBe(problem);
  expect(create()).toHaveProperty("disabled", true);
});

it("names lines to correct first, and creates nothing before", () => {
  upload();
  typeTable("name,zmqPort\n,5555\nDresden,99999\nJena,5555");
  expect(screen.getByText("The name is missing.")).toBeDefined();
  expect(screen.getByText("Not a port.")).toBeDefined();
  expect(screen.getByRole("status").textContent).toBe("3 lines, 2 to correct first.");
  expect(create()).toHaveProperty("disabled", true);
  typeTable("name,zmqPort\nJena,5555");
  expect(create().textContent).toBe("Create 1 executor");
});

it("reads a file, without the mark that spreadsheets put before it", async () => {
  const { user } = upload();
  const file = new File(["\uFEFFname\nLeipzig"], "shops.csv", { type: "text/csv" });
  await user.upload(screen.getByLabelText("CSV file"), file);
  await waitFor(() => expect(table()).toHaveProperty("value", "name\nLeipzig"));
});

it("shows the ids of templates to copy, where there are any", () => {
  const { unmount } = upload();
  expect(screen.getByText("tpl_1")).toBeDefined();
  unmount();
  upload([]);
  expect(screen.queryByText("Ids of your templates")).toBeNull();
});

it("says that the worker continues, and loads meanwhile", async () => {
  const answer = pending<{ status: number; body: unknown }>();
  answerWith(() => answer.promise);
  const { user, toasts } = upload();
  typeTable("name\nLeipzig");
  await user.click(create());
  await waitFor(() => expect(create().dataset.loading).toBe("true"));
  answer.end({ status: 201, body: { id: "bat_1", state: "running" } });
  await waitFor(() => expect(toasts[0]?.message).toBe("The executors are being created."));
  expect(table()).toHaveProperty("value", "");
});

it("keeps the table when the batch failed, and when the panel refused it", async () => {
  let answer: Parameters<typeof answerWith>[0] = () => ({
    status: 201,
    body: { id: "bat_1", state: "failed", error: "The worker stopped." },
  });
  answerWith((call) => answer(call));
  const { user } = upload();
  typeTable("name\nLeipzig");
  await user.click(create());
  expect((await screen.findByRole("alert")).textContent).toBe("The worker stopped.");
  expect(table()).toHaveProperty("value", "name\nLeipzig");
  answer = () => refusal(409, "You have as many executors as your role allows.");
  await user.click(create());
  await waitFor(() =>
    expect(screen.getByRole("alert").textContent).toBe("You have as many executors as your role allows."),
  );
});
