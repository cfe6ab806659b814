import { narrow, statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";
import type { GrantHolder } from "./grant-holder";

export const storeGrant = statement({
  reason: "Part of every subscription.",
  text: `
    INSERT INTO realtime_grant (socket_id, channel, holder_kind, holder_id, person_id, proof, address)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (socket_id, channel) DO UPDATE SET holder_kind = $3, holder_id = $4, person_id = $5, proof = $6,
      address = $7, created_at = now()`,
});

/** A subscription follows its signature within seconds. */
const grantSeconds = 120;

export const readGrant = statement({
  reason: "Part of every subscription, in a process that does not load Prisma Client.",
  name: "realtime_grant_find",
  text: `
    SELECT holder_kind AS kind, holder_id AS id, person_id AS "personId", proof, address FROM realtime_grant
    WHERE socket_id = $1 AND channel = $2 AND created_at > now() - make_interval(secs => ${grantSeconds})`,
  columns: {
    kind: narrow<GrantHolder["kind"]>("text"),
    id: "text",
    personId: "text",
    proof: "text?",
    address: "text?",
  },
});

export const removeOldGrants = expired("realtime_grant", "created_at", `${grantSeconds} seconds`);
