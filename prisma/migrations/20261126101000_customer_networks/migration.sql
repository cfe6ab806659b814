-- Which of its owner's networks on its node a server is in; null: not yet placed in one.
ALTER TABLE "server" ADD COLUMN "network_number" INTEGER;
UPDATE "server" SET "network_number" = 1 WHERE "node_id" IS NOT NULL;
