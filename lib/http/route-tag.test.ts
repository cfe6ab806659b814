import { expect, it } from "vitest";
import { tagOf } from "./route-tag";

it.each([
  ["/api/servers/[id]/power", "Servers"],
  ["/api/executor/config", "Executor"],
  ["/api/executors", "Executors"],
  ["/api/executor-templates/[id]", "Executors"],
  ["/api/account", "Account"],
  ["/api/account/2fa/totp/setup", "Account security"],
  ["/api/health/ready", "Panel"],
  ["/api/hosted-services/[id]", "Hosted services"],
])("%s is in the section %s", (path, tag) => {
  expect(tagOf(path)).toBe(tag);
});
