import { expect, it } from "vitest";
import { english } from "@/components/testing/english";
import { ownerRights } from "@/components/testing/samples";
import { tabHref, tabsOf } from "./server-tabs";

const none = {
  power: false,
  console: false,
  command: false,
  update: false,
  reinstall: false,
  delete: false,
  credentials: false,
  suspend: false,
  share: false,
};

it.each([
  ["the owner", ownerRights, true, ["console", "timeline", "figures", "databases", "settings", "sharing"]],
  ["without databases", ownerRights, false, ["console", "timeline", "figures", "settings", "sharing"]],
  ["a panel login", { ...none, power: true, console: true, command: true }, false, ["console", "timeline", "figures"]],
  ["a reader", none, false, ["timeline", "figures"]],
  ["who may only rotate", { ...none, credentials: true }, false, ["timeline", "figures", "settings"]],
])("are what the person may see: %s", (_who, rights, hasDatabases, names) => {
  expect(tabsOf(english("servers.cockpit"), rights, hasDatabases).map(({ name }) => name)).toEqual(names);
});

it("have addresses of their own", () => {
  expect(tabHref("srv_1", "sharing")).toBe("/servers/srv_1/sharing");
});
