import { databaseKind } from "./databases/database";
import { dnsZoneKind } from "./dns/zones/dns-zone";
import { checkProvidersJob } from "./jobs/check-providers";
import { measureDatabasesJob } from "./jobs/measure-databases";

export const resources = [databaseKind, dnsZoneKind];
export const jobs = [checkProvidersJob, measureDatabasesJob];
