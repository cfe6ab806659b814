import { checkProvidersJob } from "./jobs/check-providers";
import { measureDatabasesJob } from "./jobs/measure-databases";
import { reconcileJob } from "./jobs/reconcile";
import { hostedKinds } from "./resources/hosted-kinds";

export const resources = hostedKinds;
export const jobs = [checkProvidersJob, measureDatabasesJob, reconcileJob];
