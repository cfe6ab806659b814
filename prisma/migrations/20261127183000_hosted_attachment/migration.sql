-- CreateTable
CREATE TABLE "hosted_attachment" (
    "database_id" TEXT NOT NULL,
    "workload_id" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hosted_attachment_pkey" PRIMARY KEY ("database_id","workload_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "hosted_attachment_workload_id_prefix_key" ON "hosted_attachment"("workload_id", "prefix");

-- AddForeignKey
ALTER TABLE "hosted_attachment" ADD CONSTRAINT "hosted_attachment_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "hosted_database"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hosted_attachment" ADD CONSTRAINT "hosted_attachment_workload_id_fkey" FOREIGN KEY ("workload_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;
