-- Runs and timelines are of any resource, not of workloads only; some runs need no machine.
ALTER TABLE "provisioning_run" ALTER COLUMN "node_id" DROP NOT NULL;

ALTER TABLE "workload_event" DROP CONSTRAINT "workload_event_resource_id_fkey";
ALTER TABLE "workload_event" RENAME TO "resource_event";
ALTER TABLE "resource_event" RENAME CONSTRAINT "workload_event_pkey" TO "resource_event_pkey";
ALTER INDEX "workload_event_resource_id_sequence_idx" RENAME TO "resource_event_resource_id_sequence_idx";
ALTER SEQUENCE "workload_event_sequence_seq" RENAME TO "resource_event_sequence_seq";
