-- CreateEnum
CREATE TYPE "dns_source" AS ENUM ('customer', 'system');

-- CreateTable
CREATE TABLE "dns_zone" (
    "id" TEXT NOT NULL,
    "serial" INTEGER NOT NULL,
    "dnssec" BOOLEAN NOT NULL DEFAULT false,
    "ds" TEXT[],
    "nameservers" TEXT[],

    CONSTRAINT "dns_zone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dns_rrset" (
    "zone_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "source" "dns_source" NOT NULL,
    "ttl" INTEGER NOT NULL,
    "values" TEXT[],

    CONSTRAINT "dns_rrset_pkey" PRIMARY KEY ("zone_id","name","type","source")
);

-- CreateTable
CREATE TABLE "dns_change" (
    "id" TEXT NOT NULL,
    "zone_id" TEXT NOT NULL,
    "serial" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "diff" JSONB NOT NULL,
    "undone_by" TEXT,

    CONSTRAINT "dns_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "dns_change_actor_id_idx" ON "dns_change"("actor_id");

-- CreateIndex
CREATE UNIQUE INDEX "dns_change_zone_id_serial_key" ON "dns_change"("zone_id", "serial");

-- AddForeignKey
ALTER TABLE "dns_zone" ADD CONSTRAINT "dns_zone_id_fkey" FOREIGN KEY ("id") REFERENCES "hosted_resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dns_rrset" ADD CONSTRAINT "dns_rrset_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "dns_zone"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dns_change" ADD CONSTRAINT "dns_change_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "dns_zone"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dns_change" ADD CONSTRAINT "dns_change_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
