-- Health asks which runs failed lately for the machine's sake, and whether one succeeded there since.
CREATE INDEX "provisioning_run_errors_idx" ON "provisioning_run"("finished_at") WHERE error_code IS NOT NULL;
CREATE INDEX "provisioning_run_node_id_finished_at_idx" ON "provisioning_run"("node_id", "finished_at");
