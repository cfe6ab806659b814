"use client";

import { Button } from "@mantine/core";
import tables from "@/components/admin/tables.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import type { BlockView } from "@/lib/auth/detection/contract";
import { api } from "@/lib/http/client/api";
import classes from "./security.module.css";
import { measureWords } from "./security-words";

/** The account that a measure applies to: "to the account of Ada". */
function scopeText({ scope, user }: BlockView): string {
  return `to ${scope === "all" ? "all accounts" : user ? `the account of ${user.name}` : "one account"}`;
}

/** Active measures against sign-ins. Each ends automatically, or here. */
export function SecurityBlocks({ blocks, canManage }: { blocks: BlockView[]; canManage: boolean }) {
  const lift = useAction((id: string) => api("DELETE", "/admin/security/blocks/[id]", { params: { id } }), {
    done: "The measure is lifted.",
    refresh: true,
  });
  if (blocks.length === 0) {
    return (
      <EmptyState title="No network or account is slowed down or blocked.">
        Measures never apply to open sessions, passkeys, or browsers that an account knows.
      </EmptyState>
    );
  }
  return (
    <ul className={tables.list}>
      {blocks.map((block) => (
        <li key={block.id} className={tables.run}>
          <div className={tables.runHead}>
            <span className={tables.strong}>
              {measureWords[block.measure]}:{" "}
              {block.network ? <span className={classes.mono}>{block.network}</span> : "from everywhere"},{" "}
              {scopeText(block)}
            </span>
            <span className={tables.dim}>
              ends <RelativeTime at={block.until} />
            </span>
            {canManage ? (
              <Button
                size="xs"
                variant="default"
                loading={lift.isPending && lift.variables === block.id}
                onClick={() => lift.mutate(block.id)}
                aria-label={`Lift: ${measureWords[block.measure]}, ${block.network ?? "from everywhere"}, ${scopeText(block)}`}
              >
                Lift
              </Button>
            ) : null}
          </div>
          <div className={tables.detail}>{block.reason}</div>
        </li>
      ))}
    </ul>
  );
}
