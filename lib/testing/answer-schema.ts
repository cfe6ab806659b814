import Ajv, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { expect } from "vitest";
import { buildOpenApi, type OpenApiDocument, type RouteModules } from "@/lib/http/openapi";

/**
 * Holds what a route really answered against the OpenAPI document: the status is one that the document names, and a JSON
 * body has the documented media type and fields, and no other.
 */
type Answered = { status: number; body: Record<string, unknown>; headers: Headers };
type Responses = OpenApiDocument["paths"][string][keyof OpenApiDocument["paths"][string]];

const documents = new WeakMap<RouteModules, { document: OpenApiDocument; ajv: Ajv }>();
const validators = new Map<string, ValidateFunction>();

function documentOf(modules: RouteModules) {
  const known = documents.get(modules);
  if (known) return known;
  const document: OpenApiDocument = JSON.parse(JSON.stringify(buildOpenApi(modules, "test")));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const made = { document, ajv };
  documents.set(modules, made);
  return made;
}

export function checkAgainstDocument(modules: RouteModules, to: string, answer: Answered): void {
  const [method = "", path = ""] = to.split(" ");
  const { document, ajv } = documentOf(modules);
  const item = document.paths[path.replace(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}")];
  const operation: Responses = item?.[method.toLowerCase() as keyof typeof item];
  if (!operation) throw new Error(`the document has no ${to}`);
  const { status } = answer;
  expect(Object.keys(operation.responses), `${to} answered ${status}`).toContain(String(status));
  const documented = operation.responses[String(status)];
  const [mediaType = ""] = answer.headers.get("content-type")?.split(";") ?? [];
  if (!mediaType.includes("json")) return;
  // Only problem documents are named by a reference.
  const isProblem = documented !== undefined && "$ref" in documented;
  expect(mediaType, `${to} answered ${status}`).toBe(isProblem ? "application/problem+json" : "application/json");
  const { Problem } = document.components.schemas as { Problem: object };
  const schema = isProblem ? Problem : documented && "content" in documented && documented.content?.[mediaType]?.schema;
  if (!schema) return;
  const key = isProblem ? "problem" : `${to} ${status}`;
  const validate = validators.get(key) ?? ajv.compile(schema);
  validators.set(key, validate);
  expect(validate(answer.body) ? [] : validate.errors, key).toEqual([]);
}
