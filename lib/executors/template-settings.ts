import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { coreErrors } from "@/lib/core/errors";
import type { Sql } from "@/lib/db/transaction";
import type { ExecutorSettings } from "./contract";

export type FollowedTemplate = { id: string; version: number; settings: ExecutorSettings };

/** A template of the actor's reach at the version that new followers get; `validation_failed` when there is none. */
export async function followTemplate(db: Sql, actor: Actor, id: string): Promise<FollowedTemplate> {
  const owner = authorise(actor, "executor_template.read") === "all" ? null : requireUserId(actor);
  const row = await db.row<FollowedTemplate>(
    `SELECT t.id, v.version, v.settings FROM executor_template t
     JOIN executor_template_version v ON v.template_id = t.id AND v.version = t.live_version
     WHERE t.id = $1 AND ($2::text IS NULL OR t.owner_id = $2) FOR SHARE OF t`,
    [id, owner],
  );
  if (row) return row;
  const errors = [{ path: "templateId", message: "There is no such template." }];
  throw coreErrors.validation_failed({ errors });
}
