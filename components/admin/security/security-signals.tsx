"use client";

import { Button } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import tables from "@/components/admin/tables.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import type { SignalAction, SignalView } from "@/lib/auth/detection/contract";
import { api } from "@/lib/http/client/api";
import classes from "./security.module.css";
import { actionWords, doneWords, kindWords } from "./security-words";

const toneOf = (score: number) => (score >= 80 ? "high" : score >= 50 ? "middle" : "low");

/** Open signals, the highest score first, with the response and the available actions. */
export function SecuritySignals({ signals, canManage }: { signals: SignalView[]; canManage: boolean }) {
  const t = useTranslations("admin.security");
  const act = useAction(
    ({ id, action }: { id: string; action: SignalAction }) =>
      api("POST", "/admin/security/signals/[id]", { params: { id }, body: { action } }),
    { done: (_answer, { action }) => actionWords(t)[action].done, refresh: true },
  );
  const isActing = (id: string, action: SignalAction) =>
    act.isPending && act.variables.id === id && act.variables.action === action;
  if (signals.length === 0) {
    return <EmptyState title={t("noOpenSignals")}>{t("theRulesBelowCheck")}</EmptyState>;
  }
  return (
    <ul className={tables.list}>
      {signals.map((signal) => (
        <li key={signal.id} className={classes.signal}>
          <Score score={signal.score} />
          <div>
            <SignalText signal={signal} />
            {canManage ? (
              <div className={classes.actions}>
                {[...signal.actions, "dismiss" as const].map((action) => (
                  <Button
                    key={action}
                    size="xs"
                    variant={action === "dismiss" ? "subtle" : "default"}
                    loading={isActing(signal.id, action)}
                    onClick={() => act.mutate({ id: signal.id, action })}
                    aria-label={`${actionWords(t)[action].label}: ${kindWords(t)[signal.kind]}${signal.user ? `, ${signal.user.name}` : ""}`}
                  >
                    {actionWords(t)[action].label}
                  </Button>
                ))}
              </div>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The latest settled signals, without actions. */
export function SettledSignals({ signals }: { signals: SignalView[] }) {
  return (
    <ul className={tables.list}>
      {signals.map((signal) => (
        <li key={signal.id} className={classes.signal}>
          <Score score={signal.score} />
          <div>
            <SignalText signal={signal} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Score({ score }: { score: number }) {
  const t = useTranslations("admin.security");
  return (
    <div className={classes.score} data-tone={toneOf(score)} title={t("confidenceAndSeverityOut")}>
      <span aria-hidden="true">{score}</span>
      <span style={hidden}>{t("scoreOf100", { score })}</span>
    </div>
  );
}

const hidden = { position: "absolute", width: 1, height: 1, overflow: "hidden", clipPath: "inset(50%)" } as const;

function SignalText({ signal }: { signal: SignalView }) {
  const t = useTranslations("admin.security");
  const { user, tokenName, state, response } = signal;
  return (
    <>
      <div className={classes.head}>
        <h3 className={classes.name}>{kindWords(t)[signal.kind]}</h3>
        {user ? (
          <Link href={`/admin/users/${user.id}`} prefetch={false} className="ln-link">
            {t("nameEmailSelectTrue", {
              name: user.name,
              email: String(Boolean(user.email)),
              email2: user.email ?? "",
            })}
          </Link>
        ) : null}
        {tokenName ? <span>{t("token", { tokenName })}</span> : null}
        <span className={tables.dim}>
          <RelativeTime at={signal.lastAt} />
        </span>
      </div>
      <ul className={classes.reasons}>
        {signal.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
        <li className={tables.dim}>
          {t("anAdministratorActedDismissed", {
            response: doneWords(t)[response],
            case: String(state === "open"),
            caseIs: String(state === "acted"),
          })}
        </li>
      </ul>
    </>
  );
}
