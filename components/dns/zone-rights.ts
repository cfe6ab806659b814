/** What the person may do to the zone. */
export type ZoneRights = { manage: boolean; delete: boolean };
