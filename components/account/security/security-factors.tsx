"use client";

import { Alert, Badge, Button, Text } from "@mantine/core";
import { IconDeviceMobile, IconFingerprint, IconKey, IconMail, IconMessage } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import classes from "@/components/account/lists.module.css";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";
import { passkeyObstacle } from "./passkey-obstacle";
import type { WizardKind } from "./wizard-kind";

const FactorWizard = dynamic(() => import("./factor-wizard"), { ssr: false });

type Used = { createdAt: string; lastUsedAt: string | null };
export type FactorsView = {
  factors: ({ method: "totp" | "sms" | "email"; hint: string | null } & Used)[];
  passkeys: ({ id: string; name: string; synced: boolean } & Used)[];
  backupCodesLeft: number;
  smsAvailable: boolean;
  required: boolean;
};
type KindInfo = {
  kind: "totp" | "sms" | "email";
  title: string;
  text: string;
  icon: ComponentType<{ size?: number; stroke?: number; className?: string }>;
};

const kinds: KindInfo[] = [
  {
    kind: "totp",
    title: "Authenticator app",
    text: "Six digits from an app on your phone. Works without a network.",
    icon: IconDeviceMobile,
  },
  {
    kind: "sms",
    title: "Text message",
    text: "Phone numbers can be taken over by others. Prefer a passkey or an app.",
    icon: IconMessage,
  },
  { kind: "email", title: "E-mail", text: "As safe as your mailbox. Prefer a passkey or an app.", icon: IconMail },
];

/** All second factors of the account: those that are set up, those that are available, and the backup codes. */
export function SecurityFactors({ view, mustEnrol }: { view: FactorsView; mustEnrol: boolean }) {
  const refresh = useRefresh();
  const [wizard, setWizard] = useState<WizardKind | null>(null);
  const hasAny = view.factors.length + view.passkeys.length > 0;
  return (
    <>
      {mustEnrol ? (
        <Alert color="yellow" role="status">
          Your role needs a second factor. Set one up now to use the rest of the panel.
        </Alert>
      ) : null}
      <Passkeys passkeys={view.passkeys} onAdd={() => setWizard("passkey")} />
      <Codes view={view} onSetUp={setWizard} />
      {hasAny ? <BackupCodes left={view.backupCodesLeft} onRenew={() => setWizard("backup_codes")} /> : null}
      <Card title="If you lose all your factors">
        <Text size="sm" c="dimmed">
          An administrator can reset your second factors. The reset takes effect after 24 hours. You are notified by
          mail and can cancel it. Access to your mailbox alone is never enough to sign in.
        </Text>
      </Card>
      {wizard ? (
        <FactorWizard
          kind={wizard}
          onClose={() => {
            setWizard(null);
            refresh();
          }}
        />
      ) : null}
    </>
  );
}

function Passkeys({ passkeys, onAdd }: { passkeys: FactorsView["passkeys"]; onAdd: () => void }) {
  const [obstacle, setObstacle] = useState<string | null>(null);
  useEffect(() => setObstacle(passkeyObstacle()), []);
  const remove = useAction((id: string) => api("DELETE", "/account/2fa/passkeys/[id]", { params: { id } }), {
    done: "The passkey is removed.",
    refresh: true,
  });
  return (
    <Card
      title="Passkeys"
      flush
      aside={
        <Button size="xs" onClick={onAdd} disabled={obstacle !== null}>
          Add passkey
        </Button>
      }
    >
      <ul className={classes.list}>
        {passkeys.length === 0 ? (
          <Item
            icon={IconFingerprint}
            title="None yet"
            hint={obstacle ?? "Fingerprint, face or PIN of your device: nothing to type, and it cannot be phished."}
          />
        ) : null}
        {passkeys.map((passkey) => (
          <Item
            key={passkey.id}
            icon={IconFingerprint}
            title={passkey.name}
            used={passkey}
            badge={passkey.synced ? "synced" : undefined}
          >
            <Button
              size="xs"
              variant="default"
              loading={remove.isPending && remove.variables === passkey.id}
              onClick={() => remove.mutate(passkey.id)}
              aria-label={`Remove ${passkey.name}`}
            >
              Remove
            </Button>
          </Item>
        ))}
      </ul>
    </Card>
  );
}

function Codes({ view, onSetUp }: { view: FactorsView; onSetUp: (kind: WizardKind) => void }) {
  const shown = kinds.filter(
    ({ kind }) => kind !== "sms" || view.smsAvailable || view.factors.some((f) => f.method === kind),
  );
  const remove = useAction(
    ({ kind }: KindInfo) => api("DELETE", "/account/2fa/[method]", { params: { method: kind } }),
    { done: (_answer, { title }) => `${title} is removed.`, refresh: true },
  );
  return (
    <Card title="Codes" flush>
      <ul className={classes.list}>
        {shown.map((info) => {
          const { kind, title, text, icon } = info;
          const factor = view.factors.find(({ method }) => method === kind);
          return (
            <Item
              key={kind}
              icon={icon}
              title={title}
              hint={factor?.hint ?? (factor ? undefined : text)}
              used={factor}
              badge={factor ? "on" : undefined}
            >
              {factor ? (
                <Button
                  size="xs"
                  variant="default"
                  loading={remove.isPending && remove.variables.kind === kind}
                  onClick={() => remove.mutate(info)}
                  aria-label={`Remove ${title}`}
                >
                  Remove
                </Button>
              ) : (
                <Button size="xs" variant="default" onClick={() => onSetUp(kind)} aria-label={`Set up ${title}`}>
                  Set up
                </Button>
              )}
            </Item>
          );
        })}
      </ul>
    </Card>
  );
}

function BackupCodes({ left, onRenew }: { left: number; onRenew: () => void }) {
  return (
    <Card title="Backup codes" flush>
      <ul className={classes.list}>
        <Item
          icon={IconKey}
          title={left === 1 ? "1 code left" : `${left} codes left`}
          hint={
            left <= 3 ? "Create new codes before none are left." : "Each works once, when no other factor is available."
          }
          badge={left <= 3 ? "few left" : undefined}
        >
          <Button size="xs" variant="default" onClick={onRenew}>
            Create new codes
          </Button>
        </Item>
      </ul>
    </Card>
  );
}

type ItemProps = {
  icon: KindInfo["icon"];
  title: string;
  hint?: string | undefined;
  used?: Used | undefined;
  badge?: string | undefined;
  children?: ReactNode;
};

function Item({ icon: Icon, title, hint, used, badge, children }: ItemProps) {
  return (
    <li className={classes.item}>
      <Icon size={22} stroke={1.5} className={classes.icon} />
      <div className={classes.main}>
        <span className={classes.name}>
          {title}{" "}
          {badge ? (
            <Badge
              size="sm"
              variant="light"
              color={badge === "few left" ? "yellow" : undefined}
              c="var(--mantine-color-text)"
            >
              {badge}
            </Badge>
          ) : null}
        </span>
        <span className={classes.hint}>
          {hint}
          {used ? (
            <>
              {hint ? "; " : ""}added <RelativeTime at={used.createdAt} />
              {used.lastUsedAt ? (
                <>
                  , used <RelativeTime at={used.lastUsedAt} />
                </>
              ) : (
                ", not used yet"
              )}
            </>
          ) : null}
        </span>
      </div>
      <div className={classes.actions}>{children}</div>
    </li>
  );
}
