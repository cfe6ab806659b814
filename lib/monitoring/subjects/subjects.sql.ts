import { statement } from "@/lib/db/statement";

/** The keys of $2, made where there is none, with the seconds that somebody still looks at each. */
export const findSubjects = statement({
  reason: "A loop of the worker for all servers at once; an idle worker does not load Prisma Client.",
  text: `
    WITH made AS (
      INSERT INTO metric_subject (resource_id, kind) SELECT given.id, $1 FROM unnest($2::text[]) AS given(id)
      WHERE NOT EXISTS (SELECT 1 FROM metric_subject s WHERE s.resource_id = given.id)
      ON CONFLICT (resource_id) DO NOTHING RETURNING id, resource_id, watched_until)
    SELECT id, resource_id AS "resourceId",
      greatest(0, coalesce(ceil(extract(epoch FROM watched_until - now())), 0))::int AS "watchSeconds"
    FROM (SELECT * FROM made UNION ALL
      SELECT id, resource_id, watched_until FROM metric_subject WHERE resource_id = ANY($2)) s`,
  columns: { id: "int4", resourceId: "text", watchSeconds: "int4" },
});
