/** What the person may do to the database. */
export type DatabaseRights = { manage: boolean; credentials: boolean; delete: boolean; isOwner: boolean };
