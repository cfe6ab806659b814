-- How the program of a workload ended last: exit code and the last lines of its log. Null when it is well.
ALTER TABLE "workload" ADD COLUMN "crash" JSONB;
