import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { buildOpenApi, handlersOf, type OpenApiDocument } from "@/lib/http/openapi";
import { routes } from "./generated/routes";

const api = path.resolve(import.meta.dirname, "..");
const document: OpenApiDocument = JSON.parse(JSON.stringify(buildOpenApi(routes, "1.2.3")));
const operations = Object.entries(document.paths).flatMap(([address, item]) =>
  Object.entries(item).map(([method, operation]) => ({ address, method, operation })),
);

/** Paths of the files that create handlers with route(); the document's own route adds itself. */
function pathsOnDisk(): string[] {
  return readdirSync(api, { recursive: true, encoding: "utf8" })
    .filter((name) => path.basename(name) === "route.ts" && path.dirname(name) !== "openapi.json")
    .filter((name) => /\broute\(\{/.test(readFileSync(path.join(api, name), "utf8")))
    .map((name) => `/api/${path.dirname(name)}`);
}

/** Every `$ref` anywhere in the document. */
function references(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (key === "$ref" ? [String(item)] : references(item)));
}

function resolve(reference: string): unknown {
  if (!reference.startsWith("#/")) return undefined;
  return reference
    .slice(2)
    .split("/")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
}

describe("the OpenAPI document", () => {
  it("lists every route on disk, and nothing else", () => {
    expect(Object.keys(routes).sort()).toEqual(pathsOnDisk().sort());
  });

  it("has each route under the path of its file", () => {
    for (const [address, module] of Object.entries(routes)) {
      const text = readFileSync(path.join(api, "..", address, "route.ts"), "utf8");
      for (const { method, handler } of handlersOf(module)) {
        expect(text, address).toContain(`export const ${method}`);
        expect(text, address).toContain(handler.definition.summary.slice(0, 20));
      }
    }
  });

  it("has a schema for each parameter in a path", () => {
    for (const [address, module] of Object.entries(routes)) {
      const names = [...address.matchAll(/\[(\w+)\]/g)].map(([, name]) => name);
      for (const { method, handler } of handlersOf(module)) {
        const { params } = handler.definition;
        const known = params ? Object.keys(z.toJSONSchema(params, { io: "input" }).properties ?? {}) : [];
        expect(known.sort(), `${method} ${address}`).toEqual(names.sort());
      }
    }
  });

  it("is OpenAPI 3.1 with an answer, a summary and a tag for each operation", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.info.version).toBe("1.2.3");
    expect(operations.length).toBeGreaterThan(30);
    for (const { address, method, operation } of operations) {
      const what = `${method} ${address}`;
      expect(address, what).toMatch(/^\/api(\/[a-z0-9.-]+|\/\{\w+\})+$/);
      expect(operation.summary.length, what).toBeGreaterThan(5);
      expect(operation.tags, what).toHaveLength(1);
      const statuses = Object.keys(operation.responses);
      expect(
        statuses.filter((status) => status.startsWith("2")),
        what,
      ).toHaveLength(1);
      expect(statuses, what).toContain("429");
      const inPath = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(
        operation.parameters.filter((item) => item.in === "path").map((item) => item.name),
        what,
      ).toEqual(inPath);
    }
  });

  it("names each operation once", () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z0-9]+$/);
  });

  it("has no reference that leads nowhere", () => {
    const found = references(document);
    expect(found.length).toBeGreaterThan(100);
    expect(found.filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });

  it("describes validation: limits, required fields and defaults", () => {
    const create = document.paths["/api/servers"]?.post;
    const body = create?.requestBody?.content["application/json"]?.schema;
    expect(body?.required).toEqual(["name", "memory", "diskSpace"]);
    expect(body?.additionalProperties).toBe(false);
    expect(body?.properties?.memory).toMatchObject({ type: "number", minimum: 0.5, maximum: 1024 });
    expect(create?.parameters.map((item) => item.name)).toEqual(["Idempotency-Key"]);
    expect(create?.["x-permission"]).toBe("server.create");
    const list = document.paths["/api/servers"]?.get?.parameters.find((item) => item.name === "limit");
    expect(list).toMatchObject({ in: "query", required: false, schema: { minimum: 1, maximum: 100, default: 40 } });
  });

  it("lists the error codes of every module", () => {
    const problem = document.components.schemas?.Problem as { properties: { code: { enum: string[] } } };
    for (const code of ["not_found", "no_capacity", "quota_exceeded", "idempotency_key_reused", "email_taken"]) {
      expect(problem.properties.code.enum).toContain(code);
    }
  });
});
