/**
 * Credentials of the last answer, for the one page that shows them next. Kept in memory only: after a reload they are
 * available by the audited reveal.
 */
export type FreshCredentials = { rconPassword: string; panel: { url: string; username: string; password: string } };

let fresh: { serverId: string; credentials: FreshCredentials } | null = null;

export function rememberCredentials(serverId: string, credentials: FreshCredentials): void {
  fresh = { serverId, credentials };
}

export function recallCredentials(serverId: string): FreshCredentials | null {
  return fresh?.serverId === serverId ? fresh.credentials : null;
}
