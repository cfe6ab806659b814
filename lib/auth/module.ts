import { purgeAttemptsJob } from "./jobs/purge-attempts";
import { purgeChallengesJob } from "./jobs/purge-challenges";
import { purgeDevicesJob } from "./jobs/purge-devices";
import { purgeLinksJob } from "./jobs/purge-links";
import { purgeMeasuresJob } from "./jobs/purge-measures";
import { purgeSessionsJob } from "./jobs/purge-sessions";
import { purgeSignalsJob } from "./jobs/purge-signals";
import { resetFactorsJob } from "./jobs/reset-factors";

export const jobs = [
  purgeAttemptsJob,
  purgeChallengesJob,
  purgeDevicesJob,
  purgeLinksJob,
  purgeMeasuresJob,
  purgeSessionsJob,
  purgeSignalsJob,
  resetFactorsJob,
];
