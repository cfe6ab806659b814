import type { DatabaseListener } from "@/lib/db/database-listener";

/**
 * Reports whose rights may have ended, at the commit that ended them: triggers announce it (migration
 * 20261126120000_realtime_rights), so that no use case has to. Keys: `session:<id>`, `token:<id>`, `executor:<id>`,
 * `user:<id>`, `resource:<id>`, or `all`, which also stands for what was missed while the connection was lost. Returns
 * the function that ends the subscription.
 */
export function onRightChange(listener: DatabaseListener, onChange: (key: string) => void): () => void {
  return listener.subscribe("right_changed", { onNotice: onChange, onConnected: () => onChange("all") });
}
