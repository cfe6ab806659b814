import type { ZoneView } from "@/lib/hosted-services/dns/zones/contract";

/** What each tab of a zone gets. `onDone`: the zone has changed. */
export type ZoneTabProps = { view: ZoneView; canChange: boolean; onDone: () => void };
