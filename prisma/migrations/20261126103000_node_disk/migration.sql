-- How full the machine's disk is, and what is kept free of it.
ALTER TABLE "node" ADD COLUMN "disk" JSONB;
