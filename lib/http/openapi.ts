import { z } from "zod";
import type { Permission } from "@/lib/access/permissions";
import { declaredErrors } from "@/lib/core/errors";
import { entryClasses } from "./entry/address-budget";
import { limitClasses } from "./limits/rate-limit";
import { tagOf } from "./route-tag";
import type { RouteHandler } from "./route-types";

/**
 * The OpenAPI 3.1 document, built from the definitions that routes are made of: what validates a request is what
 * documents it. Returns plain data; `app` serves and renders it.
 */
export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof methods)[number];

/** Route modules by the path they are served at, in Next's notation: `/api/servers/[id]`. */
export type RouteModules = Record<string, Record<string, unknown>>;

export type JsonSchema = {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  [keyword: string]: unknown;
};

export type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: JsonSchema;
};
type Content = { content: Record<string, { schema: JsonSchema }> };
type Answer = { description: string; headers?: Record<string, Reference> } & Partial<Content>;
type Reference = { $ref: string };

export type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { required: true } & Content;
  responses: Record<string, Answer | Reference>;
  "x-permission": Permission | null;
  "x-rate-limit": { class: string; limit: number; windowSeconds: number };
};

export type OpenApiDocument = {
  openapi: "3.1.0";
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Partial<Record<Lowercase<Method>, Operation>>>;
  components: Record<string, Record<string, unknown>>;
};

export function isRouteHandler(value: unknown): value is RouteHandler {
  return typeof value === "function" && "definition" in value;
}

/** The handlers of a route module, by method. */
export function handlersOf(module: Record<string, unknown>): { method: Method; handler: RouteHandler }[] {
  return methods.flatMap((method) => {
    const handler = module[method];
    return isRouteHandler(handler) ? [{ method, handler }] : [];
  });
}

export function buildOpenApi(modules: RouteModules, version: string): OpenApiDocument {
  const paths: OpenApiDocument["paths"] = {};
  const tags = new Set<string>();
  for (const [path, module] of Object.entries(modules).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const item: OpenApiDocument["paths"][string] = {};
    for (const { method, handler } of handlersOf(module)) {
      item[method.toLowerCase() as Lowercase<Method>] = operationOf(method, path, handler);
      tags.add(tagOf(path));
    }
    paths[openPath(path)] = item;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "LightNode",
      version,
      description:
        "Times are ISO 8601 UTC; memory and disk are GiB. Errors are RFC 9457 problem documents; see /docs/errors.",
    },
    // Relative to where the document was loaded from: every panel is its own server.
    servers: [{ url: "/" }],
    tags: [...tags].sort().map((name) => ({ name })),
    paths,
    components: components(),
  };
}

/** Next's `[id]` is OpenAPI's `{id}`. */
function openPath(path: string): string {
  return path.replace(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}");
}

/** `GET /api/servers/[id]/events` → `getServersByIdEvents`. */
function operationId(method: Method, path: string): string {
  const words = path
    .replace(/^\/api\//, "")
    .split(/[/.-]/)
    .map((part) => part.replace(/^\[(?:\.\.\.)?(\w+)\]$/, "by-$1"))
    .flatMap((part) => part.split("-"));
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** `input`: what a caller may send; `output`: what the panel answers. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _dialect, "~standard": _standard, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest as JsonSchema;
}

/** Each entry is one way to authenticate; executors send both of their headers. */
function securityOf({ permission, executor }: RouteHandler["definition"]): Operation["security"] {
  const people: Operation["security"] = permission === null ? [] : [{ session: [] }, { token: [] }];
  return executor === undefined ? people : [...people, { executorKey: [], executorSecret: [] }];
}

/** The server entry's own limit, where a route has none. */
const addressClass = { name: "address", limit: entryClasses.api.limit, windowSeconds: 60 };

function operationOf(method: Method, path: string, handler: RouteHandler): Operation {
  const { definition } = handler;
  const limitClass = definition.limit === null ? addressClass : limitClasses[definition.limit ?? "general"];
  return {
    operationId: operationId(method, path),
    summary: definition.summary,
    tags: [tagOf(path)],
    security: securityOf(definition),
    parameters: parametersOf(path, definition),
    ...(definition.body
      ? {
          requestBody: {
            required: true as const,
            content: { "application/json": { schema: schemaOf(definition.body, "input") } },
          },
        }
      : {}),
    responses: {
      [definition.status ?? 200]: success(definition),
      ...(definition.validated
        ? { 304: { description: "Not modified.", headers: headerReferences(limitHeaders) } }
        : {}),
      ...refusals(method, definition),
      ...(definition.reportsOutage
        ? { 503: { ...success(definition), description: "A dependency of the panel is unavailable." } }
        : {}),
    },
    "x-permission": definition.permission,
    "x-rate-limit": { class: limitClass.name, limit: limitClass.limit, windowSeconds: limitClass.windowSeconds },
  };
}

function parametersOf(path: string, definition: RouteHandler["definition"]): Parameter[] {
  const params = definition.params ? schemaOf(definition.params, "input") : {};
  const parameters: Parameter[] = [...path.matchAll(/\[(\w+)\]/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: params.properties?.[name] ?? { type: "string" },
  }));
  const query = definition.query ? schemaOf(definition.query, "input") : {};
  for (const [name, schema] of Object.entries(query.properties ?? {})) {
    parameters.push({ name, in: "query", required: query.required?.includes(name) ?? false, schema });
  }
  if (definition.idempotent) {
    parameters.push({
      name: "Idempotency-Key",
      in: "header",
      required: false,
      description: "The same key and body again, within 24 hours, give the first answer again and make nothing twice.",
      schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,128}$" },
    });
  }
  return parameters;
}

const limitHeaders = ["X-Request-Id", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];

function headerReferences(names: readonly string[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function success(definition: RouteHandler["definition"]): Answer {
  const headers = headerReferences(limitHeaders);
  if (definition.produces) {
    return { description: "Done.", headers, content: { [definition.produces]: { schema: { type: "string" } } } };
  }
  if (!definition.response) return { description: "Done.", headers };
  const schema = schemaOf(definition.response, "output");
  return { description: "Done.", headers, content: { "application/json": { schema } } };
}

/** Statuses any route of this kind may refuse with. A bad token is refused also where none is needed. */
function refusals(method: Method, definition: RouteHandler["definition"]): Record<string, Reference> {
  const statuses = new Set([400, 401, 403, 404, 409, 410, 429, 500, 503]);
  if (method !== "GET") for (const status of [413, 415, 422]) statuses.add(status);
  if (definition.query) statuses.add(422);
  const ordered = [...statuses].sort((a, b) => a - b);
  return Object.fromEntries(
    ordered.map((status) => [String(status), { $ref: `#/components/responses/Problem${status}` }]),
  );
}

const refusalTexts: Record<number, string> = {
  400: "The request is not well-formed.",
  401: "Nobody is signed in, or the token is not valid.",
  403: "Not allowed, or a cross-origin request.",
  404: "It does not exist, or belongs to somebody else.",
  409: "Not possible in the current state.",
  410: "It has expired: a confirmation or a link.",
  413: "The body is too large.",
  415: "The body is not application/json.",
  422: "Some fields are not valid; `errors` names them.",
  429: "Too many requests; `Retry-After` says when to try again.",
  500: "A defect of the panel.",
  503: "A dependency of the panel is not reachable.",
};

function components(): OpenApiDocument["components"] {
  const text = { type: "string" };
  const number = { type: "integer" };
  const problem: JsonSchema = {
    type: "object",
    required: ["type", "title", "status", "detail", "code", "requestId"],
    properties: {
      type: { type: "string", format: "uri-reference" },
      title: text,
      status: number,
      detail: text,
      code: { type: "string", enum: [...declaredErrors().keys()].sort() },
      requestId: text,
      errors: {
        type: "array",
        items: { type: "object", required: ["path", "message"], properties: { path: text, message: text } },
      },
    },
  };
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  const responses = Object.entries(refusalTexts).map(([status, description]) => {
    const names = status === "429" || status === "503" ? [...limitHeaders, "Retry-After"] : limitHeaders;
    return [`Problem${status}`, { description, headers: headerReferences(names), content }];
  });
  const header = (description: string, schema: JsonSchema) => ({ description, schema });
  return {
    schemas: { Problem: problem },
    responses: Object.fromEntries(responses),
    headers: {
      "X-Request-Id": header("Names this request in the panel's logs.", text),
      "RateLimit-Limit": header("Requests allowed per window.", number),
      "RateLimit-Remaining": header("Requests left in the window.", number),
      "RateLimit-Reset": header("Seconds until the window ends.", number),
      "Retry-After": header("Seconds to wait.", number),
    },
    securitySchemes: {
      session: {
        type: "apiKey",
        in: "cookie",
        name: "lightnode-session",
        description: "A browser's session; changes must be same-origin.",
      },
      token: { type: "http", scheme: "bearer", description: "A personal API token, lnt_…" },
      executorKey: { type: "apiKey", in: "header", name: "X-API-Key", description: "An executor's key, exe_…" },
      executorSecret: { type: "apiKey", in: "header", name: "X-API-Secret", description: "Its secret, exs_…" },
    },
  };
}
