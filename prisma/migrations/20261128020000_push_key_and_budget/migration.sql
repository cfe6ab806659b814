-- The keys by which push services of browsers know this installation (VAPID, RFC 8292): made once, since subscriptions
-- are bound to them.
CREATE TABLE "notification_push_key" (
    "id" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "private_sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notification_push_key_pkey" PRIMARY KEY ("id")
);

-- Messages of a day that cost the operator money, by person: deleting a channel does not reset the number.
CREATE TABLE "notification_budget" (
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "notification_budget_pkey" PRIMARY KEY ("user_id", "kind", "day")
);

ALTER TABLE "notification_budget" ADD CONSTRAINT "notification_budget_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
