-- The public status page, what it reports, and who gets it by mail.
CREATE TABLE "status_page" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "enabled" BOOLEAN NOT NULL DEFAULT false,
    "title" TEXT NOT NULL,
    "components" JSONB NOT NULL DEFAULT '[]',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "status_page_pkey" PRIMARY KEY ("id")
);
INSERT INTO "status_page" ("id", "title", "components") VALUES
  (1, 'Status', '[{"check": "web", "label": "Panel"}, {"check": "engine", "label": "Game servers"}, {"check": "services", "label": "Databases, mail and DNS"}, {"check": "realtime", "label": "Live updates"}]');

CREATE TABLE "status_incident" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "impact" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "status_incident_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "status_incident_created_at_idx" ON "status_incident"("created_at");

CREATE TABLE "status_update" (
    "id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "status_update_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "status_update_incident_id_id_idx" ON "status_update"("incident_id", "id");
ALTER TABLE "status_update" ADD CONSTRAINT "status_update_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "status_incident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "status_subscriber" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "token_sealed" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "status_subscriber_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "status_subscriber_email_key" ON "status_subscriber"("email");
CREATE UNIQUE INDEX "status_subscriber_token_hash_key" ON "status_subscriber"("token_hash");
CREATE INDEX "status_subscriber_created_at_idx" ON "status_subscriber"("created_at");
