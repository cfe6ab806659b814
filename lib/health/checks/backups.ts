import { above, type HealthCheck, ok } from "../check";
import { healthFacts } from "../facts";

const href = "/admin/backups";

export const backupsCheck: HealthCheck = {
  name: "backups",
  label: "Backups",
  unit: "h",
  async run() {
    const { backsUp, backupAgeHours, kitAgeHours } = await healthFacts();
    if (!backsUp) {
      const text = "Download the recovery kit, and switch on daily backups.";
      return { state: "off", detail: "No backups are scheduled.", advice: { text, href } };
    }
    const age = backupAgeHours ?? kitAgeHours ?? 0;
    const state = above(age, { degraded: 26, failed: 50 });
    if (state === "ok") return ok(age);
    const detail = backupAgeHours === null ? "No backup was verified yet." : "The newest verified backup is old.";
    const text = "Read why the last backups failed, and make one now.";
    return { state, value: age, detail, advice: { text, command: "npm run cli -- backup create", href } };
  },
};
