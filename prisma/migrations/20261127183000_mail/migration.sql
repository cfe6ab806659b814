-- CreateTable
CREATE TABLE "mail_domain" (
    "id" TEXT NOT NULL,
    "catch_all" TEXT,
    "dkim_selector" TEXT NOT NULL,
    "dkim_key_sealed" TEXT NOT NULL,
    "dkim_public" TEXT NOT NULL,
    "dkim_created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "previous_selector" TEXT,
    "previous_public" TEXT,
    "previous_until" TIMESTAMPTZ(3),

    CONSTRAINT "mail_domain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox" (
    "id" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "quota_mb" INTEGER NOT NULL,
    "forward_to" TEXT[],
    "keep_copy" BOOLEAN NOT NULL DEFAULT true,
    "autoresponder" JSONB,
    "storage_id" UUID NOT NULL,
    "used_bytes" BIGINT,
    "last_login_at" TIMESTAMPTZ(3),

    CONSTRAINT "mailbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_alias" (
    "id" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL,
    "destinations" TEXT[],

    CONSTRAINT "mail_alias_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "mailbox_storage_id_key" ON "mailbox"("storage_id");

-- CreateIndex
CREATE INDEX "mailbox_domain_id_idx" ON "mailbox"("domain_id");

-- CreateIndex
CREATE INDEX "mail_alias_domain_id_idx" ON "mail_alias"("domain_id");

-- AddForeignKey
ALTER TABLE "mail_domain" ADD CONSTRAINT "mail_domain_id_fkey" FOREIGN KEY ("id") REFERENCES "hosted_resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailbox" ADD CONSTRAINT "mailbox_id_fkey" FOREIGN KEY ("id") REFERENCES "hosted_resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailbox" ADD CONSTRAINT "mailbox_domain_id_fkey" FOREIGN KEY ("domain_id") REFERENCES "mail_domain"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_alias" ADD CONSTRAINT "mail_alias_id_fkey" FOREIGN KEY ("id") REFERENCES "hosted_resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_alias" ADD CONSTRAINT "mail_alias_domain_id_fkey" FOREIGN KEY ("domain_id") REFERENCES "mail_domain"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
