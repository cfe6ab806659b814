-- CreateEnum
CREATE TYPE "hosted_status" AS ENUM ('provisioning', 'active', 'failed', 'suspended', 'deleting');

-- CreateTable
CREATE TABLE "hosted_provider" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "connection_sealed" TEXT NOT NULL,
    "endpoints" JSONB NOT NULL,
    "accepting" BOOLEAN NOT NULL DEFAULT true,
    "version" TEXT,
    "health_error" TEXT,
    "health_checked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hosted_provider_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hosted_resource" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "object_name" TEXT NOT NULL,
    "status" "hosted_status" NOT NULL DEFAULT 'provisioning',
    "failure_code" TEXT,
    "failure_message" TEXT,
    "before" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hosted_resource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hosted_quota" (
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "max" INTEGER NOT NULL,

    CONSTRAINT "hosted_quota_pkey" PRIMARY KEY ("user_id","kind")
);

-- CreateTable
CREATE TABLE "hosted_database" (
    "id" TEXT NOT NULL,
    "role_name" TEXT NOT NULL,
    "password_sealed" TEXT NOT NULL,
    "connection_limit" INTEGER NOT NULL,
    "allowed_networks" TEXT[],
    "extensions" TEXT[],
    "max_size_mb" INTEGER NOT NULL,
    "size_bytes" BIGINT,
    "size_state" TEXT NOT NULL DEFAULT 'ok',
    "measured_at" TIMESTAMPTZ(3),
    "read_only_password_sealed" TEXT,
    "end_sessions_at" TIMESTAMPTZ(3),

    CONSTRAINT "hosted_database_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "hosted_provider_name_key" ON "hosted_provider"("name");

-- CreateIndex
CREATE INDEX "hosted_provider_kind_idx" ON "hosted_provider"("kind");

-- CreateIndex
CREATE INDEX "hosted_resource_owner_id_kind_id_idx" ON "hosted_resource"("owner_id", "kind", "id");

-- CreateIndex
CREATE INDEX "hosted_resource_kind_id_idx" ON "hosted_resource"("kind", "id");

-- CreateIndex
CREATE INDEX "hosted_resource_provider_id_kind_idx" ON "hosted_resource"("provider_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "hosted_resource_kind_object_name_key" ON "hosted_resource"("kind", "object_name");

-- CreateIndex
CREATE UNIQUE INDEX "hosted_database_role_name_key" ON "hosted_database"("role_name");

-- AddForeignKey
ALTER TABLE "hosted_resource" ADD CONSTRAINT "hosted_resource_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hosted_resource" ADD CONSTRAINT "hosted_resource_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "hosted_provider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hosted_quota" ADD CONSTRAINT "hosted_quota_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hosted_database" ADD CONSTRAINT "hosted_database_id_fkey" FOREIGN KEY ("id") REFERENCES "hosted_resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;
