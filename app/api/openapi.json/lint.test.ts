import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, it } from "vitest";
import { buildOpenApi } from "@/lib/http/openapi";
import { routes } from "./generated/routes";

it("the OpenAPI document has no error by Redocly's recommended rules", async () => {
  const config = await createConfig({ extends: ["recommended"] });
  const source = JSON.stringify(buildOpenApi(routes, "1.2.3"));
  const problems = await lintFromString({ source, absoluteRef: "openapi.json", config });
  const errors = problems.filter(({ severity }) => severity === "error");
  expect(errors.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ""}`)).toEqual(
    [],
  );
}, 60_000);
