-- The plain word for it.
ALTER TABLE "server" RENAME COLUMN "told_address" TO "announced_address";
