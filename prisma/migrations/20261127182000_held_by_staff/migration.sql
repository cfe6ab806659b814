-- AlterTable
ALTER TABLE "hosted_resource" ADD COLUMN "held_by_staff" BOOLEAN NOT NULL DEFAULT false;
