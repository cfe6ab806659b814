/**
 * Credentials that an answer just carried, for the one page that shows them next. Kept in memory: a reload forgets
 * them, and then the audited reveal is the way.
 */
export type FreshCredentials = { rconPassword: string; panel: { url: string; username: string; password: string } };

let fresh: { serverId: string; credentials: FreshCredentials } | null = null;

export function rememberCredentials(serverId: string, credentials: FreshCredentials): void {
  fresh = { serverId, credentials };
}

export function recallCredentials(serverId: string): FreshCredentials | null {
  return fresh?.serverId === serverId ? fresh.credentials : null;
}
