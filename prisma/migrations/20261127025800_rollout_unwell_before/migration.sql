-- Executors that reported an error before a roll-out gave them its version: what they report says nothing about it.
ALTER TABLE "executor_rollout" ADD COLUMN "unwell_before" TEXT[] DEFAULT ARRAY[]::TEXT[];
