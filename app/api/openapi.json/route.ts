import { buildOpenApi } from "@/lib/http/openapi";
import { route } from "@/lib/http/route";
import type { RouteHandler } from "@/lib/http/route-types";
import packageJson from "@/package.json";
import { routes } from "./generated/routes";

export const dynamic = "force-dynamic";

let document: string | undefined;

export const GET: RouteHandler = route({
  summary: "This document: every call with its schemas, as OpenAPI 3.1.",
  permission: null,
  handle: async () => {
    document ??= JSON.stringify(buildOpenApi({ ...routes, "/api/openapi.json": { GET } }, packageJson.version));
    return new Response(document, { headers: { "content-type": "application/json; charset=utf-8" } });
  },
});
