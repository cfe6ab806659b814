-- Services that the panel runs itself.
ALTER TABLE "hosted_provider" ADD COLUMN "mode" TEXT NOT NULL DEFAULT 'external';
