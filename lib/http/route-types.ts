import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import type { limitClasses } from "./limits/rate-limit";

/** The types of a route: what its file declares, what its handler gets, and what a client sees of it. */
export type RouteInput<B, Q, P, A> = {
  actor: Actor;
  /** What `agent` of the definition resolved with. */
  agent: A;
  body: B;
  query: Q;
  params: P;
  request: Request;
  headers: Headers;
};

export type RouteDefinition<
  B extends z.ZodType,
  Q extends z.ZodType,
  R extends z.ZodType,
  P extends z.ZodType = z.ZodType,
  T = Promise<unknown>,
  A = unknown,
> = {
  summary: string;
  /** Null: anybody may call (sign-up, setup, health). */
  permission: Permission | null;
  /**
   * Programs call it with X-API-Key and X-API-Secret: `only`, or `also` beside people, when they send the key. The
   * handler authenticates it (lib/http/callers/authenticate-executor-call.ts), which counts it too; no other check of this
   * wrapper applies.
   */
  executor?: "only" | "also";
  /**
   * Only agents of machines call it: authenticates and counts the call, before its body is read. No other check of this
   * wrapper applies.
   */
  agent?: (request: Request, headers: Headers) => Promise<A>;
  /** The parts of the path in brackets. A value that does not fit names nothing: 404, with the schema's message. */
  params?: P;
  body?: B;
  query?: Q;
  /** Shape of a successful answer; documents it, and is asserted outside production. */
  response?: R;
  /** Status of a successful answer: 200 by default. */
  status?: number;
  /**
   * Counted in the database; null: only the server entry's limit by address applies (health must answer without one).
   */
  limit?: keyof typeof limitClasses | null;
  /**
   * No authentication: for routes that answer while the database is unavailable, and for those with a bearer token of
   * their own.
   */
  anonymous?: true;
  /** The token may also be the password of HTTP Basic: for devices that send nothing else. */
  basic?: true;
  /** Its answers carry an ETag, and `If-None-Match` is answered with 304. */
  validated?: true;
  /** Answers 503 with the same body as 200 when the panel cannot work. */
  reportsOutage?: true;
  /** Media type of a successful answer that is no JSON. */
  produces?: string;
  /** Creating POSTs: honours Idempotency-Key. */
  idempotent?: boolean;
  maxBodyBytes?: number;
  /** Takes bodies with `Content-Encoding: gzip`, too; the limit is that of the text. */
  gzip?: true;
  /**
   * The caller must have proved who they are within ten minutes, or gets 403 `step_up_required` with the methods to
   * choose from; signing in counts. A function says for which bodies. Tokens need the scope `step_up`, except with
   * `session`: a token that has the permission for a secret was made for that.
   */
  stepUp?: true | "session" | ((body: z.output<B>) => boolean);
  /** Open to people who have yet to set up the second factor that their role needs. */
  duringEnrolment?: boolean;
  /** Returns the answer's body, or a whole Response for streams and files. */
  handle: (input: RouteInput<z.output<B>, z.output<Q>, z.output<P>, A>) => T;
};

export type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

/** What a definition says beside its functions, whose types differ for each route. */
export type DescribedRoute = Omit<RouteDefinition<z.ZodType, z.ZodType, z.ZodType>, "handle" | "stepUp" | "agent"> & {
  stepUp?: unknown;
  agent?: unknown;
};

export type RouteHandler = ((request: Request, context: RouteContext) => Promise<Response>) & {
  definition: DescribedRoute;
};

/**
 * What a route takes and answers, as a client sees it; without a response schema, what its handler returns. Exists for
 * the compiler only: the value is never set.
 */
export type RouteTypes<B extends z.ZodType, Q extends z.ZodType, R extends z.ZodType, P extends z.ZodType, T> = {
  readonly types?: {
    params: z.input<P>;
    body: z.input<B>;
    query: z.input<Q>;
    response: unknown extends z.output<R> ? Awaited<T> : z.output<R>;
  };
};
