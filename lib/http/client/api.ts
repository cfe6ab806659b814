import type { Routes } from "@/app/api/openapi.json/generated/routes";
import { send } from "./send";

/**
 * The client of the API, typed from the route definitions: a wrong path, parameter, query, body or answer does not
 * compile. Types only are imported from the routes, so that no server code reaches the browser.
 */
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Paths that answer to a method, as `/servers/[id]`. */
export type ApiPath<M extends Method> = {
  [Key in keyof Routes]: M extends keyof Routes[Key] ? (Key extends `/api${infer Path}` ? Path : never) : never;
}[keyof Routes];

type Handler<M, P extends string> = `/api${P}` extends keyof Routes
  ? M extends keyof Routes[`/api${P}`]
    ? Routes[`/api${P}`][M]
    : never
  : never;
type Types<M, P extends string> =
  Handler<M, P> extends { readonly types?: infer T }
    ? NonNullable<T>
    : { params: unknown; body: unknown; query: unknown; response: unknown };

type ApiParams<M extends Method, P extends ApiPath<M>> = Types<M, P> extends { params: infer A } ? A : never;
export type ApiBody<M extends Method, P extends ApiPath<M>> = Types<M, P> extends { body: infer B } ? B : never;
export type ApiQuery<M extends Method, P extends ApiPath<M>> = Types<M, P> extends { query: infer Q } ? Q : never;
export type ApiAnswer<M extends Method, P extends ApiPath<M>> = Types<M, P> extends { response: infer R } ? R : never;

/** A route without this schema has the type `unknown` there. */
type Part<Name extends string, T> = unknown extends T
  ? { [N in Name]?: undefined }
  : Record<string, never> extends T
    ? { [N in Name]?: T }
    : { [N in Name]: T };

export type ApiOptions<M extends Method, P extends ApiPath<M>> = {
  signal?: AbortSignal;
  headers?: Record<string, string>;
  file?: Blob;
} & Part<"params", ApiParams<M, P>> &
  Part<"body", ApiBody<M, P>> &
  Part<"query", ApiQuery<M, P>>;

type Rest<T> = Record<string, never> extends T ? [options?: T] : [options: T];
type AnyOptions = {
  signal?: AbortSignal;
  headers?: Record<string, string>;
  file?: Blob;
  params?: unknown;
  query?: unknown;
  body?: unknown;
};

/**
 * Calls one route: `api("PATCH", "/servers/[id]", { params: { id }, body })`. Resolves with the answer's body, and
 * rejects with {@link ApiError}. See {@link send} for confirmations and repetitions.
 */
export async function api<M extends Method, P extends ApiPath<M>>(
  method: M,
  path: P,
  ...[options]: Rest<ApiOptions<M, P>>
): Promise<ApiAnswer<M, P>> {
  const { params, query, ...rest }: AnyOptions = options ?? {};
  return (await send(method, apiPath(path, params, query), rest)) as ApiAnswer<M, P>;
}

/** The path with its parameters and query filled in. Values that are undefined or null are left out. */
export function apiPath(path: string, params: unknown = {}, query: unknown = {}): string {
  const values = new Map(Object.entries(params ?? {}));
  const filled = path.replace(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(values.get(name) ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  return search.size > 0 ? `${filled}?${search}` : filled;
}
