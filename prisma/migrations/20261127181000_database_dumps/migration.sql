-- AlterTable
ALTER TABLE "hosted_database" ADD COLUMN "keeps_last_dump" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN "restore_from" TEXT;

-- CreateTable
CREATE TABLE "hosted_dump" (
    "id" TEXT NOT NULL,
    "database_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "failure" TEXT,
    "size_bytes" BIGINT,
    "database" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hosted_dump_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "hosted_dump_database_id_idx" ON "hosted_dump"("database_id");

-- CreateIndex
CREATE INDEX "hosted_dump_owner_id_origin_idx" ON "hosted_dump"("owner_id", "origin");

-- AddForeignKey
ALTER TABLE "hosted_dump" ADD CONSTRAINT "hosted_dump_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
