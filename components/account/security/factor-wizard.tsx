"use client";

import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { explainPasskey, makePasskey } from "@/components/auth/factors/passkeys";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog";
import { api, explain } from "@/lib/http/client";
import { BackupCodeSheet } from "./backup-code-sheet";
import classes from "./security.module.css";
import type { WizardKind } from "./security-factors";

const titles: Record<WizardKind, string> = {
  totp: "Set up an authenticator app",
  passkey: "Add a passkey",
  sms: "Set up codes by text message",
  email: "Set up codes by mail",
  backup_codes: "New backup codes",
};

type Enrolled = { backupCodes: string[] | null };

/** Sets up one factor, step by step. Shows the backup codes if new ones were created. */
export default function FactorWizard({ kind, onClose }: { kind: WizardKind; onClose: () => void }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const done = ({ backupCodes }: Enrolled) => (backupCodes ? setCodes(backupCodes) : onClose());
  const steps: Record<WizardKind, ReactNode> = {
    totp: <TotpSteps onDone={done} />,
    passkey: <PasskeySteps onDone={done} />,
    sms: <SentCodeSteps method="sms" onDone={done} />,
    email: <SentCodeSteps method="email" onDone={done} />,
    backup_codes: <RenewSteps onDone={done} />,
  };
  return (
    <Dialog
      onClose={onClose}
      title={codes ? "Keep your backup codes" : titles[kind]}
      centered
      closeOnClickOutside={false}
      // The codes are shown only once, so only the button that confirms this closes the dialog.
      closeOnEscape={codes === null}
      withCloseButton={codes === null}
    >
      {codes ? <BackupCodeSheet codes={codes} onDone={onClose} /> : steps[kind]}
    </Dialog>
  );
}

/** Runs one call at a time and keeps the error message of a failed one. */
function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function attempt(work: () => Promise<void>, words: (error: unknown) => string = explain) {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(words(error));
    }
    setBusy(false);
  }
  const alert = problem ? (
    <Alert color="red" role="alert" p="sm">
      {problem}
    </Alert>
  ) : null;
  return { busy, attempt, alert };
}

type StepProps = { onDone: (enrolled: Enrolled) => void };

function CodeField({
  path,
  label,
  busy,
  attempt,
  onDone,
}: StepProps & { path: string; label: string; busy: boolean; attempt: ReturnType<typeof useAttempt>["attempt"] }) {
  const [code, setCode] = useState("");
  function submit(event: FormEvent) {
    event.preventDefault();
    void attempt(async () => onDone(await api<Enrolled>("POST", path, { body: { code } })));
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={label}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={32}
          required
          withAsterisk={false}
          data-autofocus
        />
        <Button type="submit" loading={busy} disabled={code.trim() === ""}>
          Confirm
        </Button>
      </Stack>
    </form>
  );
}

type TotpSetup = { secret: string; otpauthUri: string; qrCode: string };

function TotpSteps({ onDone }: StepProps) {
  const { busy, attempt, alert } = useAttempt();
  const [setup, setSetup] = useState<TotpSetup | null>(null);
  const start = () => attempt(async () => setSetup(await api<TotpSetup>("POST", "/account/2fa/totp/setup")));
  if (!setup) {
    return (
      <Stack gap="sm">
        {alert}
        <Text size="sm">
          You need an authenticator app on your phone, such as Aegis, 2FAS or the one of your password manager.
        </Text>
        <Button onClick={start} loading={busy} data-autofocus>
          Show the code to scan
        </Button>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      {alert}
      <Text size="sm">Scan this with the app, or type the secret into it.</Text>
      {/* biome-ignore lint/performance/noImgElement: a data URL, which no optimiser can make smaller */}
      <img src={setup.qrCode} alt="QR code for the authenticator app" width={200} height={200} className={classes.qr} />
      <CopyField label="Secret" value={setup.secret} />
      <CodeField
        path="/account/2fa/totp/confirm"
        label="Code from the app"
        busy={busy}
        attempt={attempt}
        onDone={onDone}
      />
    </Stack>
  );
}

function PasskeySteps({ onDone }: StepProps) {
  const { busy, attempt, alert } = useAttempt();
  const [name, setName] = useState("");
  useEffect(() => setName(/(Windows|Android|iPhone|iPad|Mac|Linux)/.exec(navigator.userAgent)?.[1] ?? "Passkey"), []);
  function submit(event: FormEvent) {
    event.preventDefault();
    void attempt(async () => {
      const credential = await makePasskey(await api("POST", "/account/2fa/passkeys/options"));
      onDone(await api<Enrolled>("POST", "/account/2fa/passkeys", { body: { name, credential } }));
    }, explainPasskey);
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {alert}
        <Text size="sm">
          Your browser asks where to store the passkey. Choose this device, your phone or a security key.
        </Text>
        <TextInput
          label="Name, to recognise it by"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          withAsterisk={false}
          data-autofocus
        />
        <Button type="submit" loading={busy} disabled={name.trim() === ""}>
          Continue
        </Button>
      </Stack>
    </form>
  );
}

function SentCodeSteps({ method, onDone }: StepProps & { method: "sms" | "email" }) {
  const { busy, attempt, alert } = useAttempt();
  const [phone, setPhone] = useState("");
  const [sentTo, setSentTo] = useState<string | null>(null);
  function send(event: FormEvent) {
    event.preventDefault();
    void attempt(async () => {
      const body = method === "sms" ? { phone } : undefined;
      setSentTo((await api<{ sentTo: string }>("POST", `/account/2fa/${method}/setup`, { body })).sentTo);
    });
  }
  if (sentTo) {
    return (
      <Stack gap="sm">
        {alert}
        <Text size="sm" role="status">
          A code was sent to {sentTo}.
        </Text>
        <CodeField path={`/account/2fa/${method}/confirm`} label="Code" busy={busy} attempt={attempt} onDone={onDone} />
      </Stack>
    );
  }
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        {alert}
        {method === "sms" ? (
          <TextInput
            label="Phone number"
            description="In the international form, such as +44 7700 900123. Somebody who takes over the number receives your codes. A passkey or an app is safer."
            type="tel"
            autoComplete="tel"
            value={phone}
            onChange={(event) => setPhone(event.currentTarget.value)}
            required
            withAsterisk={false}
            data-autofocus
          />
        ) : (
          <Text size="sm">
            Codes are sent to the address you sign in with. Anyone who can read your mail can read the codes.
          </Text>
        )}
        <Button type="submit" loading={busy} disabled={method === "sms" && phone.trim() === ""}>
          Send a code
        </Button>
      </Stack>
    </form>
  );
}

function RenewSteps({ onDone }: StepProps) {
  const { busy, attempt, alert } = useAttempt();
  const renew = () => attempt(async () => onDone(await api<Enrolled>("POST", "/account/2fa/backup-codes")));
  return (
    <Stack gap="sm">
      {alert}
      <Text size="sm">You get ten new codes. The old ones stop working at once, also those on paper.</Text>
      <Button onClick={renew} loading={busy} data-autofocus>
        Create ten new codes
      </Button>
    </Stack>
  );
}
