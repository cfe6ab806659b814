-- An agent that sends many samples of one hour must not stop the packing of all hours.
ALTER TABLE "metric_chunk" ALTER COLUMN "count" SET DATA TYPE INTEGER;
ALTER TABLE "metric_ten_minutes" ALTER COLUMN "count" SET DATA TYPE INTEGER;
ALTER TABLE "metric_hour" ALTER COLUMN "count" SET DATA TYPE INTEGER;

-- As before, but samples of hours that are not packed yet stay, for two weeks at most.
CREATE OR REPLACE FUNCTION drop_metric_partitions() RETURNS INT LANGUAGE plpgsql AS $$
DECLARE
  old RECORD;
  dropped INT := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('metric partitions'));
  FOR old IN
    SELECT p.name FROM (
      SELECT child.relname AS name, parent.name AS parent, parent.keep_days,
        to_date(right(child.relname, 8), 'YYYYMMDD')::timestamp AT TIME ZONE 'UTC' AS begins,
        (to_date(right(child.relname, 8), 'YYYYMMDD') + parent.days)::timestamp AT TIME ZONE 'UTC' AS ends
      FROM metric_tables() parent
      JOIN pg_inherits i ON i.inhparent = to_regclass('public.' || parent.name)
      JOIN pg_class child ON child.oid = i.inhrelid) p
    WHERE p.ends <= now() - make_interval(days => p.keep_days)
      AND (p.parent <> 'metric_raw' OR p.ends <= now() - interval '14 days' OR NOT EXISTS (
        SELECT 1 FROM metric_open_hour o WHERE o.hour >= p.begins AND o.hour < p.ends))
  LOOP
    EXECUTE format('DROP TABLE metric_parts.%I', old.name);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;
