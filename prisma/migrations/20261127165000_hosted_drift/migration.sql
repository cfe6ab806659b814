-- CreateTable
CREATE TABLE "hosted_drift" (
    "id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "resource_id" TEXT NOT NULL,
    "object_name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "requested" TEXT,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hosted_drift_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "hosted_drift_provider_id_kind_resource_id_key" ON "hosted_drift"("provider_id", "kind", "resource_id");

-- AddForeignKey
ALTER TABLE "hosted_drift" ADD CONSTRAINT "hosted_drift_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "hosted_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;
