/** Statements for the database of a mail server; its tables are in games/mail/schema.sql. The search path is empty. */

/** Fails when a table is missing. `missing`: rights on them. Each is asked for by itself: of a list, one would be enough. */
export const describeMailStore = `
  SELECT current_setting('server_version') AS version, ARRAY(
    SELECT kind || ' ON ' || name
    FROM unnest(ARRAY['mail_domain', 'mail_user', 'mail_alias', 'mail_trash', 'mail_delivery']) name,
      unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) kind
    WHERE NOT has_table_privilege('public.' || name, kind)) AS missing`;

export const observeDomain = `
  SELECT service_id AS marker, active, catch_all AS "catchAll", dkim_selector AS "dkimSelector"
  FROM public.mail_domain WHERE name = $1`;
/** A row with another marker is left alone: no row is returned. */
export const ensureDomain = `
  INSERT INTO public.mail_domain AS d (name, service_id, catch_all, dkim_selector, dkim_key) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (name) DO UPDATE SET active = true, catch_all = $3, dkim_selector = $4, dkim_key = $5
  WHERE d.service_id = $2 RETURNING xmax = 0 AS created`;
export const removeDomain = "DELETE FROM public.mail_domain WHERE name = $1 AND service_id = $2 RETURNING 1 AS removed";
export const listDomains = "SELECT name, service_id AS marker FROM public.mail_domain";

export const observeMailbox = `
  SELECT service_id AS marker, quota_bytes::text AS "quotaBytes", login, forward_to AS "forwardTo",
    keep_copy AS "keepCopy", script, storage_id AS "storageId", md5(password) AS "passwordDigest"
  FROM public.mail_user WHERE email = $1`;
export const ensureMailbox = `
  INSERT INTO public.mail_user AS u
    (email, service_id, domain, password, quota_bytes, storage_id, login, forward_to, keep_copy, script)
  VALUES ($1, $2, split_part($1, '@', 2), $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (email) DO UPDATE SET password = $3, quota_bytes = $4, login = $6, forward_to = $7, keep_copy = $8, script = $9
  WHERE u.service_id = $2 RETURNING xmax = 0 AS created`;
export const removeMailbox = "DELETE FROM public.mail_user WHERE email = $1 AND service_id = $2 RETURNING 1 AS removed";
export const listMailboxes = "SELECT email AS name, service_id AS marker FROM public.mail_user";
export const readSignIns = `
  SELECT email, last_login_at AS "lastLoginAt" FROM public.mail_user WHERE last_login_at > $1`;

export const observeAlias = "SELECT service_id AS marker, destinations FROM public.mail_alias WHERE email = $1";
export const ensureAlias = `
  INSERT INTO public.mail_alias AS a (email, service_id, domain, destinations)
  VALUES ($1, $2, split_part($1, '@', 2), $3)
  ON CONFLICT (email) DO UPDATE SET destinations = $3
  WHERE a.service_id = $2 RETURNING xmax = 0 AS created`;
export const removeAlias = "DELETE FROM public.mail_alias WHERE email = $1 AND service_id = $2 RETURNING 1 AS removed";
export const listAliases = "SELECT email AS name, service_id AS marker FROM public.mail_alias";

/** The newest first, before the one with this id. */
export const readDeliveries = `
  SELECT id::text, at, sender, recipient, status, detail FROM public.mail_delivery
  WHERE domain = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`;
