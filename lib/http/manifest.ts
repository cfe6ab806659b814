import type { Manifest } from "@/lib/access/module-manifest";

export const manifest = {
  ids: { request: "req" },
  encryptedColumns: [
    { label: "idempotency_key:answer", table: "idempotency_key", column: "answer_sealed", keys: ["actor_id", "key"] },
  ],
  limits: {
    general: { name: "general", limit: 100, windowSeconds: 60 },
    sensitive: { name: "sensitive", limit: 10, windowSeconds: 60 },
    /** Calls that end something: cancelling, revoking, signing out. Other calls cannot use up this limit. */
    ending: { name: "ending", limit: 600, windowSeconds: 60 },
  },
  audit: {
    sentences: {
      "access.refused": "was refused: {targetId}",
      "request.refused": "was refused[ at `{method} {path}`]",
    },
    reads: ["access.refused", "request.refused"],
  },
} satisfies Manifest;
