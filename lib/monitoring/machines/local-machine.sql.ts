import { statement } from "@/lib/db/statement";

/** $1 fingerprint, $2 id if there is none yet, $3 name, $4 host name, $5 system, $6 version, $7 facts, $8 its earlier fingerprint. */
export const keepLocalMachine = statement({
  reason: "An idle worker does not load Prisma Client; the machine and its subject are made together.",
  text: `
    WITH known AS (
      UPDATE machine SET hostname = $4, os = $5, version = $6, facts = $7, local_fingerprint = $1, fingerprint = $1
      WHERE local_fingerprint = $1 OR (local_fingerprint = $8
        AND NOT EXISTS (SELECT 1 FROM machine WHERE local_fingerprint = $1))
      RETURNING id, subject_id),
    subject AS (
      INSERT INTO metric_subject (resource_id, kind) SELECT $2, 'machine' WHERE NOT EXISTS (SELECT 1 FROM known)
      RETURNING id),
    made AS (
      INSERT INTO machine (id, subject_id, name, local_fingerprint, fingerprint, hostname, os, version, facts)
      SELECT $2, subject.id, $3, $1, $1, $4, $5, $6, $7 FROM subject
      ON CONFLICT (local_fingerprint) DO NOTHING RETURNING id, subject_id)
    SELECT id, subject_id AS subject FROM known UNION ALL SELECT id, subject_id FROM made`,
  columns: { id: "text", subject: "int4" },
});
