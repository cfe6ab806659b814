-- Why a server is where it is: a sentence, and what was considered.
ALTER TABLE "server" ADD COLUMN "placement" JSONB;
