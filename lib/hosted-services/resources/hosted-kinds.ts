import { databaseKind } from "../databases/database";
import { dnsZoneKind } from "../dns/zones/dns-zone";
import type { HostedKind } from "./define-hosted-kind";

/** The kinds of hosted objects. A further kind is one folder and its line here. */
export const hostedKinds: readonly HostedKind[] = [databaseKind, dnsZoneKind];
