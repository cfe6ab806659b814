import type { DatabaseCredentialsView } from "@/lib/hosted-services/databases/contract";

/** Secrets of the last answer, for the page that shows them next. In memory only. */
let fresh: { id: string; credentials: DatabaseCredentialsView } | null = null;

export function rememberSecrets(id: string, credentials: DatabaseCredentialsView): void {
  fresh = { id, credentials };
}

export function recallSecrets(id: string): DatabaseCredentialsView | null {
  return fresh?.id === id ? fresh.credentials : null;
}
