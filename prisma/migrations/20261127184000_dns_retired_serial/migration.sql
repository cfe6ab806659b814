-- CreateTable
CREATE TABLE "dns_retired_serial" (
    "name" TEXT NOT NULL,
    "serial" INTEGER NOT NULL,

    CONSTRAINT "dns_retired_serial_pkey" PRIMARY KEY ("name")
);
