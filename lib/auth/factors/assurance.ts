/** Part of the statements that load an actor, about the user `u`: index look-ups, so that no request pays a round trip. */
export const assuranceColumns = `
  (EXISTS (SELECT 1 FROM second_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM passkey k WHERE k.user_id = u.id)) AS "hasFactor",
  coalesce((SELECT u.role = ANY (p.required_roles) FROM security_policy p), false) AS "factorRequired"`;
