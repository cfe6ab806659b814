"use client";

import { Alert, Badge, Button, Text } from "@mantine/core";
import { IconDeviceMobile, IconFingerprint, IconKey, IconMail, IconMessage } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import classes from "@/components/account/lists.module.css";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";
import { passkeyObstacle } from "./passkey-obstacle";
import type { WizardKind } from "./wizard-kind";

type Texts = ReturnType<typeof useTranslations<"account.security">>;

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

const kinds = (t: Texts): KindInfo[] => [
  {
    kind: "totp",
    title: t("authenticatorApp"),
    text: t("sixDigitsFromAn"),
    icon: IconDeviceMobile,
  },
  {
    kind: "sms",
    title: t("textMessage"),
    text: t("phoneNumbersCanBe"),
    icon: IconMessage,
  },
  { kind: "email", title: t("eMail"), text: t("asSafeAsYour"), icon: IconMail },
];

/** All second factors of the account: those that are set up, those that are available, and the backup codes. */
export function SecurityFactors({ view, mustEnrol }: { view: FactorsView; mustEnrol: boolean }) {
  const t = useTranslations("account.security");
  const refresh = useRefresh();
  const [wizard, setWizard] = useState<WizardKind | null>(null);
  const hasAny = view.factors.length + view.passkeys.length > 0;
  return (
    <>
      {mustEnrol ? (
        <Alert color="yellow" role="status">
          {t("yourRoleNeedsA")}
        </Alert>
      ) : null}
      <Passkeys passkeys={view.passkeys} onAdd={() => setWizard("passkey")} />
      <Codes view={view} onSetUp={setWizard} />
      {hasAny ? <BackupCodes left={view.backupCodesLeft} onRenew={() => setWizard("backup_codes")} /> : null}
      <Card title={t("ifYouLoseAll")}>
        <Text size="sm" c="dimmed">
          {t("anAdministratorCanReset")}
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
  const t = useTranslations("account.security");
  const [obstacle, setObstacle] = useState<string | null>(null);
  useEffect(() => setObstacle(passkeyObstacle(t)), [t]);
  const remove = useAction((id: string) => api("DELETE", "/account/2fa/passkeys/[id]", { params: { id } }), {
    done: t("thePasskeyIsRemoved"),
    refresh: true,
  });
  return (
    <Card
      title={t("passkeys")}
      flush
      aside={
        <Button size="xs" onClick={onAdd} disabled={obstacle !== null}>
          {t("addPasskey")}
        </Button>
      }
    >
      <ul className={classes.list}>
        {passkeys.length === 0 ? (
          <Item icon={IconFingerprint} title={t("noneYet")} hint={obstacle ?? t("fingerprintFaceOrPin")} />
        ) : null}
        {passkeys.map((passkey) => (
          <Item
            key={passkey.id}
            icon={IconFingerprint}
            title={passkey.name}
            used={passkey}
            badge={passkey.synced ? t("synced") : undefined}
          >
            <Button
              size="xs"
              variant="default"
              loading={remove.isPending && remove.variables === passkey.id}
              onClick={() => remove.mutate(passkey.id)}
              aria-label={t("remove3", { name: passkey.name })}
            >
              {t("remove")}
            </Button>
          </Item>
        ))}
      </ul>
    </Card>
  );
}

function Codes({ view, onSetUp }: { view: FactorsView; onSetUp: (kind: WizardKind) => void }) {
  const t = useTranslations("account.security");
  const shown = kinds(t).filter(
    ({ kind }) => kind !== "sms" || view.smsAvailable || view.factors.some((f) => f.method === kind),
  );
  const remove = useAction(
    ({ kind }: KindInfo) => api("DELETE", "/account/2fa/[method]", { params: { method: kind } }),
    { done: (_answer, { title }) => t("isRemoved", { title }), refresh: true },
  );
  return (
    <Card title={t("codes")} flush>
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
              badge={factor ? t("switchedOn") : undefined}
            >
              {factor ? (
                <Button
                  size="xs"
                  variant="default"
                  loading={remove.isPending && remove.variables.kind === kind}
                  onClick={() => remove.mutate(info)}
                  aria-label={t("remove2", { title })}
                >
                  {t("remove")}
                </Button>
              ) : (
                <Button size="xs" variant="default" onClick={() => onSetUp(kind)} aria-label={t("setUp2", { title })}>
                  {t("setUp")}
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
  const t = useTranslations("account.security");
  return (
    <Card title={t("backupCodes")} flush>
      <ul className={classes.list}>
        <Item
          icon={IconKey}
          title={t("n1CodeLeftCodes", { left })}
          hint={left <= 3 ? t("createNewCodesBefore") : t("eachWorksOnceWhen")}
          badge={left <= 3 ? t("fewLeft") : undefined}
        >
          <Button size="xs" variant="default" onClick={onRenew}>
            {t("createNewCodes")}
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
  /** A warning. */
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
            <Badge size="sm" variant="light" color="yellow" c="var(--mantine-color-text)">
              {badge}
            </Badge>
          ) : null}
        </span>
        <span className={classes.hint}>
          {hint}
          {used ? (
            <>
              {hint ? "; " : ""}
              <Use {...used} />
            </>
          ) : null}
        </span>
      </div>
      <div className={classes.actions}>{children}</div>
    </li>
  );
}

function Use({ createdAt, lastUsedAt }: { createdAt: string; lastUsedAt: string | null }) {
  const t = useTranslations("account.security");
  const added = () => <RelativeTime at={createdAt} />;
  if (lastUsedAt === null) return t.rich("addedNotUsed", { added });
  return t.rich("addedAndUsed", { added, used: () => <RelativeTime at={lastUsedAt} /> });
}
