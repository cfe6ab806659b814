import { narrow, statement } from "@/lib/db/statement";
import type { CatalogueFacts } from "./contract";

/**
 * One document of what PostgreSQL knows about the panel's database. Bloat is estimated by dead rows. An index that
 * enforces a rule is never "unused". Replicas and locks of other databases are left out.
 */
export const readCatalogue = statement({
  reason: "Reads PostgreSQL's own catalogue, which Prisma Client does not know, at one moment.",
  text: `
    SELECT json_build_object(
      'version', current_setting('server_version'), 'name', current_database(),
      'bytes', pg_database_size(current_database())::float8,
      'startedAt', pg_postmaster_start_time(), 'isReplica', pg_is_in_recovery(),
      'maxConnections', current_setting('max_connections')::int,
      'cacheHitRatio', (SELECT blks_hit::float8 / nullif(blks_hit + blks_read, 0) FROM pg_stat_database
        WHERE datname = current_database()),
      'deadlocks', (SELECT deadlocks::float8 FROM pg_stat_database WHERE datname = current_database()),
      'temporaryBytes', (SELECT temp_bytes::float8 FROM pg_stat_database WHERE datname = current_database()),
      'statisticsSince', (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()),
      'connections', (SELECT coalesce(json_agg(json_build_object('name', name, 'state', state, 'count', count)
          ORDER BY count DESC, name), '[]') FROM (
        SELECT coalesce(nullif(application_name, ''), 'unnamed') AS name, coalesce(state, 'background') AS state,
          count(*)::int FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1, 2) AS grouped),
      'statements', (SELECT coalesce(json_agg(json_build_object('pid', pid, 'name', application_name, 'state', state,
          'seconds', seconds, 'waits', wait_event_type, 'blockedBy', pg_blocking_pids(pid),
          'text', left(regexp_replace(query, '\\s+', ' ', 'g'), 400)) ORDER BY seconds DESC), '[]') FROM (
        SELECT *, extract(epoch FROM clock_timestamp() - xact_start)::float8 AS seconds FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
        ORDER BY xact_start LIMIT 20) AS active),
      'tables', (SELECT coalesce(json_agg(json_build_object('name', relname, 'bytes', bytes, 'indexBytes', index_bytes,
          'rows', n_live_tup::float8, 'deadRows', n_dead_tup::float8, 'sequentialScans', seq_scan::float8,
          'sequentialRows', seq_tup_read::float8, 'indexScans', coalesce(idx_scan, 0)::float8,
          'vacuumedAt', greatest(last_vacuum, last_autovacuum), 'analysedAt', greatest(last_analyze, last_autoanalyze))
          ORDER BY bytes DESC), '[]') FROM (
        SELECT *, pg_total_relation_size(relid)::float8 AS bytes, pg_indexes_size(relid)::float8 AS index_bytes
        FROM pg_stat_user_tables ORDER BY pg_total_relation_size(relid) DESC LIMIT 200) AS sized),
      'unusedIndexes', (SELECT coalesce(json_agg(json_build_object('name', indexrelname, 'table', relname,
          'bytes', bytes) ORDER BY bytes DESC), '[]') FROM (
        SELECT s.indexrelname, s.relname, pg_relation_size(s.indexrelid)::float8 AS bytes
        FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
        WHERE s.idx_scan = 0 AND NOT i.indisunique AND NOT i.indisexclusion AND i.indisvalid
        ORDER BY pg_relation_size(s.indexrelid) DESC LIMIT 50) AS idle),
      'invalidIndexes', (SELECT coalesce(json_agg(c.relname ORDER BY c.relname), '[]') FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid),
      'foreignKeysWithoutIndex', (SELECT coalesce(json_agg(json_build_object('table', c.conrelid::regclass::text,
          'name', c.conname) ORDER BY c.conname), '[]') FROM pg_constraint c
        WHERE c.contype = 'f' AND c.conparentid = 0 AND c.connamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_index i
          WHERE i.indrelid = c.conrelid AND i.indpred IS NULL
            AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)),
      'replicas', (SELECT coalesce(json_agg(json_build_object('name', application_name, 'state', state,
          'isSynchronous', sync_state = 'sync', 'lagBytes',
          pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
            replay_lsn)::float8, 'lagSeconds', extract(epoch FROM replay_lag)::float8) ORDER BY application_name), '[]')
        FROM pg_stat_replication),
      'oldestTransactionAge', (SELECT age(datfrozenxid)::float8 FROM pg_database WHERE datname = current_database())
    ) AS facts`,
  columns: {
    facts: narrow<CatalogueFacts>("json?"),
  },
});
