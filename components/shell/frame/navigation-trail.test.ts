import { expect, it } from "vitest";
import { entryOf, isOpenPage } from "./navigation-trail";

const items = [
  { group: "Workspace", label: "Dashboard", href: "/" },
  { group: "Workspace", label: "Servers", href: "/servers" },
  { group: "Administration", label: "Overview", href: "/admin" },
  { group: "Administration", label: "Users", href: "/admin/users" },
];

it("finds the entry of a page, also of one below it", () => {
  expect(entryOf(items, "/servers/srv_1/settings")?.label).toBe("Servers");
  expect(entryOf(items, "/admin/users")?.label).toBe("Users");
  expect(entryOf(items, "/admin")?.label).toBe("Overview");
  expect(entryOf(items, "/admin/other")).toBeNull();
});

it("does not take a page whose address only begins with the same letters", () => {
  expect(isOpenPage("/mail", "/mailboxes")).toBe(false);
  expect(isOpenPage("/", "/servers")).toBe(false);
});
