-- Subjects without samples for longer than any are kept are removed along with old partitions; machines stay.
CREATE OR REPLACE FUNCTION drop_metric_partitions() RETURNS INT LANGUAGE plpgsql AS $$
DECLARE
  old RECORD;
  dropped INT := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('metric partitions'));
  FOR old IN
    SELECT child.relname AS name FROM metric_tables() parent
    JOIN pg_inherits i ON i.inhparent = to_regclass('public.' || parent.name)
    JOIN pg_class child ON child.oid = i.inhrelid
    WHERE (to_date(right(child.relname, 8), 'YYYYMMDD') + parent.days)::timestamp AT TIME ZONE 'UTC'
      <= now() - make_interval(days => parent.keep_days)
  LOOP
    EXECUTE format('DROP TABLE metric_parts.%I', old.name);
    dropped := dropped + 1;
  END LOOP;
  DELETE FROM metric_latest WHERE received_at < now() - interval '400 days';
  DELETE FROM metric_subject s WHERE s.created_at < now() - interval '400 days'
    AND NOT EXISTS (SELECT 1 FROM machine m WHERE m.subject_id = s.id)
    AND NOT EXISTS (SELECT 1 FROM metric_latest l WHERE l.subject = s.id);
  RETURN dropped;
END $$;
