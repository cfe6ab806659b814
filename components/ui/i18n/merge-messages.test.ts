import { expect, it } from "vitest";
import { mergeMessages, pickMessages } from "./merge-messages";

const all = {
  ui: { close: "Close", table: { next: "Next" } },
  auth: { signIn: "Sign in" },
  admin: { nodes: { add: "Add" } },
};

it("picks the texts of namespaces, without those inside them", () => {
  expect(pickMessages(all, ["ui", "admin.nodes"])).toEqual({
    ui: { close: "Close" },
    admin: { nodes: { add: "Add" } },
  });
  expect(pickMessages(all, ["ui.table", "ui"])).toEqual({ ui: { close: "Close", table: { next: "Next" } } });
  expect(pickMessages(all, ["none.here"])).toEqual({ none: { here: {} } });
});

it("merges by namespace", () => {
  expect(mergeMessages({ ui: { close: "Close" } }, { ui: { table: { next: "Next" } }, auth: {} })).toEqual({
    ui: { close: "Close", table: { next: "Next" } },
    auth: {},
  });
});
