"use client";

import { Alert, Button, Group } from "@mantine/core";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import type { TokenView } from "@/lib/auth/contract";
import { api } from "@/lib/http/client/api";
import classes from "./lists.module.css";

const NewToken = dynamic(() => import("./new-token"), { ssr: false });

type Props = { tokens: TokenView[]; scopes: string[]; servers: { id: string; name: string }[] };

/** Personal API tokens; a new one, or a new secret of one, is shown once. */
export function TokenList({ tokens, scopes, servers }: Props) {
  const router = useRouter();
  const [creating, setCreating] = useState(false);
  const [rotated, setRotated] = useState<{ token: string } | null>(null);
  const revoke = useAction((id: string) => api("DELETE", "/account/tokens/[id]", { params: { id } }), {
    done: "The token is revoked.",
    refresh: true,
  });
  const rotate = useAction(
    (id: string) => api("POST", "/account/tokens/[id]/rotate", { params: { id }, body: { overlapMinutes: 60 } }),
    { onDone: setRotated, refresh: true },
  );
  return (
    <>
      {tokens.length === 0 ? (
        <EmptyState title="No tokens yet.">A script uses a token to call the API in your name.</EmptyState>
      ) : (
        <ul className={classes.list}>
          {tokens.map((token) => (
            <li key={token.id} className={classes.item}>
              <TokenText token={token} servers={servers} />
              <Group gap="xs">
                <Button
                  size="xs"
                  variant="default"
                  loading={rotate.isPending && rotate.variables === token.id}
                  onClick={() => rotate.mutate(token.id)}
                  aria-label={`Rotate ${token.name}`}
                >
                  Rotate
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  loading={revoke.isPending && revoke.variables === token.id}
                  onClick={() => revoke.mutate(token.id)}
                  aria-label={`Revoke ${token.name}`}
                >
                  Revoke
                </Button>
              </Group>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.foot}>
        <Button size="xs" onClick={() => setCreating(true)}>
          New token
        </Button>
      </div>
      {creating ? (
        <NewToken
          scopes={scopes}
          servers={servers}
          onClose={() => setCreating(false)}
          onDone={() => router.refresh()}
        />
      ) : null}
      {rotated ? (
        <Dialog
          onClose={() => setRotated(null)}
          title="New secret"
          centered
          closeOnClickOutside={false}
          closeOnEscape={false}
          withCloseButton={false}
        >
          <Alert color="teal" mb="md">
            Copy it now: it is not shown again. The old secret works for one more hour.
          </Alert>
          <CopyField label="Token" value={rotated.token} />
          <Button data-local mt="md" fullWidth onClick={() => setRotated(null)}>
            Done
          </Button>
        </Dialog>
      ) : null}
    </>
  );
}

function TokenText({ token, servers }: { token: TokenView; servers: Props["servers"] }) {
  const named = token.servers?.map((id) => servers.find((server) => server.id === id)?.name ?? id);
  const limits = [
    token.scopes.join(", "),
    named ? `only ${named.join(", ")}` : null,
    token.addresses.length > 0 ? `from ${token.addresses.join(", ")}` : null,
    token.expiresAt ? `expires ${token.expiresAt.slice(0, 10)}` : "does not expire",
  ].filter(Boolean);
  return (
    <div className={classes.main}>
      <span className={classes.name}>
        {token.name} <code>{token.start}…</code>
      </span>
      <span className={classes.hint}>{limits.join("; ")}</span>
      <span className={classes.hint}>
        {token.lastUsedAt ? (
          <>
            Used <RelativeTime at={token.lastUsedAt} />
            {token.lastUsedIp ? ` from ${token.lastUsedIp}` : ""}
          </>
        ) : (
          "Never used"
        )}
        {token.previousUntil ? (
          <>
            ; the old secret ends <RelativeTime at={token.previousUntil} />
          </>
        ) : null}
      </span>
    </div>
  );
}
