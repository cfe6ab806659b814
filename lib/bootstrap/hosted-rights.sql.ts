import { statement } from "@/lib/db/statement";

/**
 * Rights that may have ended while no listener was connected, and those of people who changed then; shares leave no
 * such record.
 */
export const listMissed = statement({
  reason: "Runs after each reconnection; looks at three tables in one round trip.",
  text: `
    SELECT s.id FROM session s JOIN app_user u ON u.id = s.user_id
     WHERE s.revoked_at > now() - interval '1 hour' OR (s.revoked_at IS NULL
       AND u.updated_at > now() - interval '1 hour')
    UNION ALL SELECT t.id FROM api_token t JOIN app_user u ON u.id = t.user_id
     WHERE t.revoked_at > now() - interval '1 hour' OR (t.revoked_at IS NULL
       AND u.updated_at > now() - interval '1 hour')
    UNION ALL SELECT e.id FROM executor e JOIN app_user u ON u.id = e.owner_id
     WHERE e.revoked_at > now() - interval '1 hour' OR (e.revoked_at IS NULL
       AND u.updated_at > now() - interval '1 hour')`,
  columns: {
    id: "text",
  },
});

export const listConnectionsOf = statement({
  reason: "Runs at each change of rights; looks at three tables in one round trip.",
  text: `
    SELECT id FROM session WHERE user_id = $1 AND revoked_at IS NULL AND absolute_expires_at > now()
    UNION ALL SELECT id FROM api_token WHERE user_id = $1 AND revoked_at IS NULL
    UNION ALL SELECT id FROM executor WHERE owner_id = $1 AND revoked_at IS NULL`,
  columns: {
    id: "text",
  },
});
