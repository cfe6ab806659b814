-- Foreign keys whose referenced rows can be deleted: without an index each deletion reads the whole table.
CREATE INDEX "server_template_id_idx" ON "server"("template_id");
CREATE INDEX "workload_region_id_idx" ON "workload"("region_id");
CREATE INDEX "workload_address_id_idx" ON "workload"("address_id");
CREATE INDEX "alert_incident_rule_id_idx" ON "alert_incident"("rule_id");
CREATE INDEX "alert_silence_rule_id_idx" ON "alert_silence"("rule_id");
