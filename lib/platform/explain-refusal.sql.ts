import { statement } from "@/lib/db/statement";

export const listRefusals = statement({
  reason: "Joins the actor, who has no foreign key: entries outlive accounts.",
  text: `
    SELECT a.at, a.actor_id AS "userId", u.email, a.target_id AS permission, a.request_id AS "requestId"
    FROM audit_entry a LEFT JOIN app_user u ON u.id = a.actor_id
    WHERE a.action = 'access.refused' ORDER BY a.id DESC LIMIT 20`,
  columns: { at: "timestamptz", userId: "text?", email: "text?", permission: "text", requestId: "text?" },
});

export const findTokenLimits = statement({
  reason: "Null servers are all servers, an empty list is none; Prisma Client reads both as an empty list.",
  text: 'SELECT scopes, server_ids AS "serverIds" FROM api_token WHERE id = $1 AND user_id = $2',
  columns: { scopes: "text[]", serverIds: "text[]?" },
});
