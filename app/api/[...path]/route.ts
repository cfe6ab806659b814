import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { problemResponse } from "@/lib/http/problem";

/** Unknown paths under /api get a problem document, like every other refusal. */
function notFound(): Response {
  const detail = "There is no such endpoint; GET /api/openapi.json lists them all.";
  return problemResponse(
    coreErrors.not_found({ detail }),
    newId("request"),
    new Headers({ "cache-control": "no-store" }),
  );
}

export {
  notFound as DELETE,
  notFound as GET,
  notFound as HEAD,
  notFound as OPTIONS,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
