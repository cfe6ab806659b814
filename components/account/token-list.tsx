"use client";

import { Alert, Button, Group } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { TokenView } from "@/lib/auth/contract";
import { api } from "@/lib/http/client/api";
import classes from "./lists.module.css";

const NewToken = dynamic(() => import("./new-token"), { ssr: false });

type Props = { tokens: TokenView[]; scopes: string[]; servers: { id: string; name: string }[] };

/** Personal API tokens; a new one, or a new secret of one, is shown once. */
export function TokenList({ tokens, scopes, servers }: Props) {
  const t = useTranslations("account");
  const refresh = useRefresh();
  const [creating, setCreating] = useState(false);
  const [rotated, setRotated] = useState<{ token: string } | null>(null);
  return (
    <>
      {tokens.length === 0 ? (
        <EmptyState title={t("noTokensYet")}>{t("aScriptUsesA")}</EmptyState>
      ) : (
        <ul className={classes.list}>
          {tokens.map((token) => (
            <li key={token.id} className={classes.item}>
              <TokenText token={token} servers={servers} />
              <TokenActions token={token} onRotated={setRotated} />
            </li>
          ))}
        </ul>
      )}
      <div className={classes.foot}>
        <Button size="xs" onClick={() => setCreating(true)}>
          {t("newToken")}
        </Button>
      </div>
      {creating ? (
        <NewToken scopes={scopes} servers={servers} onClose={() => setCreating(false)} onDone={refresh} />
      ) : null}
      {rotated ? (
        <OnceDialog title={t("newSecret")} onClose={() => setRotated(null)}>
          <Alert color="teal">{t("copyItNowIt")}</Alert>
          <CopyField label={t("token")} value={rotated.token} />
        </OnceDialog>
      ) : null}
    </>
  );
}

type ActionProps = { token: TokenView; onRotated: (rotated: { token: string }) => void };

function TokenActions({ token, onRotated }: ActionProps) {
  const t = useTranslations("account");
  const params = { id: token.id };
  const revoke = useAction(() => api("DELETE", "/account/tokens/[id]", { params }), {
    done: t("theTokenIsRevoked"),
    refresh: true,
  });
  const rotate = useAction(() => api("POST", "/account/tokens/[id]/rotate", { params, body: { overlapMinutes: 60 } }), {
    onDone: onRotated,
    refresh: true,
  });
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="default"
        loading={rotate.isPending}
        onClick={() => rotate.mutate()}
        aria-label={t("rotate2", { name: token.name })}
      >
        {t("rotate")}
      </Button>
      <Button
        size="xs"
        variant="default"
        loading={revoke.isPending}
        onClick={() => revoke.mutate()}
        aria-label={t("revoke2", { name: token.name })}
      >
        {t("revoke")}
      </Button>
    </Group>
  );
}

function TokenText({ token, servers }: { token: TokenView; servers: Props["servers"] }) {
  const t = useTranslations("account");
  const named = token.servers?.map((id) => servers.find((server) => server.id === id)?.name ?? id);
  const limits = [
    token.scopes.join(", "),
    named ? t("onlyNamed", { names: named.join(", ") }) : null,
    token.addresses.length > 0 ? t("fromAddresses", { addresses: token.addresses.join(", ") }) : null,
    token.expiresAt ? t("expiresOn", { date: token.expiresAt.slice(0, 10) }) : t("doesNotExpire"),
  ].filter(Boolean);
  return (
    <div className={classes.main}>
      <span className={classes.name}>
        {token.name} <code>{token.start}…</code>
      </span>
      <span className={classes.hint}>{limits.join("; ")}</span>
      <span className={classes.hint}>
        {token.lastUsedAt ? <Used at={token.lastUsedAt} address={token.lastUsedIp} /> : t("neverUsed")}
        {token.previousUntil ? <OldSecret until={token.previousUntil} /> : null}
      </span>
    </div>
  );
}

function Used({ at, address }: { at: string; address: string | null }) {
  const t = useTranslations("account");
  const time = () => <RelativeTime at={at} />;
  return t.rich("usedFrom", { time, isKnown: String(address !== null), address: address ?? "" });
}

function OldSecret({ until }: { until: string }) {
  const t = useTranslations("account");
  return t.rich("theOldSecretEnds", { time: () => <RelativeTime at={until} /> });
}
