-- Whether the request that was counted last was within the limit: refused requests are not counted any more.
ALTER TABLE "rate_limit_window" ADD COLUMN "admitted" BOOLEAN NOT NULL DEFAULT true;
