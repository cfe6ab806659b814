-- Monitoring: machines, and samples of machines and servers. Tables of samples are partitioned by time: old ones are
-- removed by dropping partitions, which takes no time and leaves no empty space.


CREATE TABLE "metric_subject" (
    "id" SERIAL NOT NULL,
    "resource_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "watched_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "metric_subject_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "machine" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT,
    "subject_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "local_fingerprint" TEXT,
    "token_hash" TEXT,
    "previous_hash" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "hostname" TEXT,
    "os" TEXT,
    "version" TEXT,
    "fingerprint" TEXT,
    "boot_id" TEXT,
    "retired_boots" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "copy_seen_at" TIMESTAMPTZ(3),
    "facts" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "machine_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "machine_event" (
    "id" TEXT NOT NULL,
    "machine_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "machine_event_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "machine_enrolment" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "name" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "machine_enrolment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "metric_raw" (
    "subject" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cpu_percent" REAL,
    "cpu_user" REAL,
    "cpu_system" REAL,
    "cpu_iowait" REAL,
    "cpu_steal" REAL,
    "load_one" REAL,
    "pressure_cpu" REAL,
    "pressure_memory" REAL,
    "pressure_io" REAL,
    "memory_percent" REAL,
    "memory_used" REAL,
    "swap_percent" REAL,
    "disk_percent" REAL,
    "disk_used" REAL,
    "disk_inodes" REAL,
    "disk_read" REAL,
    "disk_write" REAL,
    "network_received" REAL,
    "network_sent" REAL,
    "players_online" REAL,
    "ping_ms" REAL,

    CONSTRAINT "metric_raw_pkey" PRIMARY KEY ("subject","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "metric_chunk" (
    "subject" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "count" SMALLINT NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "metric_chunk_pkey" PRIMARY KEY ("subject","hour")
) PARTITION BY RANGE ("hour");

CREATE TABLE "metric_ten_minutes" (
    "subject" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "count" SMALLINT NOT NULL,
    "average" REAL[],
    "lowest" REAL[],
    "highest" REAL[],

    CONSTRAINT "metric_ten_minutes_pkey" PRIMARY KEY ("subject","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "metric_hour" (
    "subject" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "count" SMALLINT NOT NULL,
    "average" REAL[],
    "lowest" REAL[],
    "highest" REAL[],

    CONSTRAINT "metric_hour_pkey" PRIMARY KEY ("subject","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "metric_open_hour" (
    "subject" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "metric_open_hour_pkey" PRIMARY KEY ("subject","hour")
);

CREATE TABLE "metric_latest" (
    "subject" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "skew_ms" INTEGER NOT NULL,
    "readings" REAL[],
    "spark" REAL[] DEFAULT ARRAY[]::REAL[],

    CONSTRAINT "metric_latest_pkey" PRIMARY KEY ("subject")
) WITH (fillfactor = 50);

-- Chunks are compressed already.
ALTER TABLE "metric_chunk" ALTER "data" SET STORAGE EXTERNAL;

CREATE UNIQUE INDEX "metric_subject_resource_id_key" ON "metric_subject"("resource_id");
CREATE UNIQUE INDEX "machine_subject_id_key" ON "machine"("subject_id");
CREATE UNIQUE INDEX "machine_local_fingerprint_key" ON "machine"("local_fingerprint");
CREATE UNIQUE INDEX "machine_token_hash_key" ON "machine"("token_hash");
CREATE UNIQUE INDEX "machine_previous_hash_key" ON "machine"("previous_hash");
CREATE INDEX "machine_owner_id_id_idx" ON "machine"("owner_id", "id");
CREATE INDEX "machine_event_machine_id_at_idx" ON "machine_event"("machine_id", "at");
CREATE UNIQUE INDEX "machine_enrolment_token_hash_key" ON "machine_enrolment"("token_hash");
CREATE INDEX "machine_enrolment_owner_id_idx" ON "machine_enrolment"("owner_id");
CREATE INDEX "metric_open_hour_hour_idx" ON "metric_open_hour"("hour");

ALTER TABLE "machine" ADD CONSTRAINT "machine_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "machine" ADD CONSTRAINT "machine_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "metric_subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "machine_event" ADD CONSTRAINT "machine_event_machine_id_fkey" FOREIGN KEY ("machine_id") REFERENCES "machine"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "machine_enrolment" ADD CONSTRAINT "machine_enrolment_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Partitions lie in a schema of their own: Prisma sees the tables only.
CREATE SCHEMA metric_parts;

-- Days in one partition, and days that samples are kept.
CREATE FUNCTION metric_tables() RETURNS TABLE (name TEXT, days INT, keep_days INT) LANGUAGE sql IMMUTABLE AS $$
  VALUES ('metric_raw', 1, 2), ('metric_chunk', 1, 30), ('metric_ten_minutes', 7, 90), ('metric_hour', 28, 395)
$$;

-- Makes the partitions for samples from `first` to `last` that do not exist; returns their number.
CREATE FUNCTION ensure_metric_partitions(first TIMESTAMPTZ, last TIMESTAMPTZ) RETURNS INT LANGUAGE plpgsql AS $$
DECLARE
  parent RECORD;
  place BIGINT;
  begins TIMESTAMPTZ;
  partition TEXT;
  made INT := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('metric partitions'));
  FOR parent IN SELECT * FROM metric_tables() LOOP
    FOR place IN
      SELECT generate_series(
        floor(extract(epoch FROM greatest(first, now() - make_interval(days => parent.keep_days))) / 86400 / parent.days)::bigint,
        floor(extract(epoch FROM last) / 86400 / parent.days)::bigint)
    LOOP
      begins := to_timestamp(place * parent.days * 86400);
      partition := parent.name || '_' || to_char(begins AT TIME ZONE 'UTC', 'YYYYMMDD');
      CONTINUE WHEN to_regclass('metric_parts.' || partition) IS NOT NULL;
      EXECUTE format('CREATE TABLE metric_parts.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
        partition, parent.name, begins, begins + make_interval(hours => parent.days * 24));
      made := made + 1;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;

-- Drops the partitions whose samples are all older than they are kept; returns their number.
CREATE FUNCTION drop_metric_partitions() RETURNS INT LANGUAGE plpgsql AS $$
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
  RETURN dropped;
END $$;

-- A machine's channel is closed when it is deleted or gets another owner.
CREATE TRIGGER machine_right_changed AFTER UPDATE OF "owner_id" ON "machine" FOR EACH ROW
  WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id) EXECUTE FUNCTION announce_right_change('resource', 'id');
CREATE TRIGGER machine_right_deleted AFTER DELETE ON "machine" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('resource', 'id');
