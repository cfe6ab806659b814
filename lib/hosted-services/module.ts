import { databaseKind } from "./databases/database";
import { checkProvidersJob } from "./jobs/check-providers";
import { measureDatabasesJob } from "./jobs/measure-databases";

export const resources = [databaseKind];
export const jobs = [checkProvidersJob, measureDatabasesJob];
