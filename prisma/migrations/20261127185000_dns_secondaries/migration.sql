-- AlterTable
ALTER TABLE "dns_zone" ADD COLUMN "secondaries" TEXT[] DEFAULT ARRAY[]::TEXT[];
