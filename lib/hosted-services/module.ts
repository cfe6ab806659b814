import { checkProvidersJob } from "./jobs/check-providers";
import { measureDatabasesJob } from "./jobs/measure-databases";
import { measureMailJob } from "./jobs/measure-mail";
import { purgeDumpsJob } from "./jobs/purge-dumps";
import { purgeZoneHistoryJob } from "./jobs/purge-zone-history";
import { reconcileJob } from "./jobs/reconcile";
import { providerKinds } from "./providers/provider-registry";
import { hostedKinds } from "./resources/hosted-kinds";

export { attachedEnvironment as environment } from "./databases/attachments/attached-environment";
export const resources = hostedKinds;
export const workloads = [...providerKinds.values()].flatMap(({ managed }) => (managed ? [managed.workload] : []));
export const jobs = [
  checkProvidersJob,
  measureDatabasesJob,
  measureMailJob,
  purgeDumpsJob,
  purgeZoneHistoryJob,
  reconcileJob,
];
