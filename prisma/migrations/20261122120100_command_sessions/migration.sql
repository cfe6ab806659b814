ALTER TABLE "executor_command" ADD COLUMN "acked_fence" INTEGER;
