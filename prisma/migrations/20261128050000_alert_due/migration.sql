-- Alerts with a message that waits, which each evaluation reads: a part of the index of 180 days.
CREATE INDEX "alert_incident_due_idx" ON "alert_incident"("id") WHERE (due_message IS NOT NULL);
