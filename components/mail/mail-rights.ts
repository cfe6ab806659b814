/** What the person may do to mail domains and mailboxes. */
export type MailRights = { create: boolean; manage: boolean; credentials: boolean; delete: boolean };
