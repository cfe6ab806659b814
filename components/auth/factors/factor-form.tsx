"use client";

import { Alert, Button, PasswordInput, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api, explain } from "@/lib/http/client";
import classes from "./factor-form.module.css";
import { explainPasskey, signWithPasskey } from "./passkeys";

export type Answer = { method: string; code?: string; credential?: unknown; password?: string };

type Props = {
  methods: string[];
  purpose: "sign_in" | "step_up";
  submitLabel: string;
  onAnswer: (answer: Answer) => Promise<void>;
};

type Words = { name: string; label: string; hint: string };

const words: Record<string, Words> = {
  passkey: { name: "Passkey", label: "", hint: "Use your fingerprint, face, PIN or security key." },
  totp: {
    name: "Authenticator app",
    label: "Code from your authenticator app",
    hint: "Six digits, new every 30 seconds.",
  },
  sms: { name: "Text message", label: "Code from the text message", hint: "We send six digits to your phone." },
  email: { name: "E-mail", label: "Code from the mail", hint: "We send six digits to your address." },
  backup_code: { name: "Backup code", label: "Backup code", hint: "One of your ten saved codes. Each works once." },
  password: { name: "Password", label: "Password", hint: "" },
};

/** One method to verify the person, with buttons to switch to the other methods. */
export function FactorForm({ methods, purpose, submitLabel, onAnswer }: Props) {
  const [method, setMethod] = useState(methods[0] ?? "totp");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const others = methods.filter((other) => other !== method);

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
  const signByPasskey = () =>
    attempt(async () => {
      const body = { method: "passkey", purpose };
      const { options } = await api<{ options: unknown }>("POST", "/account/2fa/challenge", { body });
      await onAnswer({ method: "passkey", credential: await signWithPasskey(options) });
    }, explainPasskey);

  return (
    <Stack gap="sm">
      {problem ? (
        <Alert color="red" role="alert" p="sm">
          {problem}
        </Alert>
      ) : null}
      {method === "passkey" ? (
        <>
          <Text size="sm">{words.passkey?.hint}</Text>
          <Button onClick={signByPasskey} loading={busy} data-autofocus>
            Use passkey
          </Button>
        </>
      ) : (
        <CodeForm
          key={method}
          method={method}
          purpose={purpose}
          busy={busy}
          submitLabel={submitLabel}
          attempt={attempt}
          onAnswer={onAnswer}
        />
      )}
      {others.length > 0 ? (
        <div className={classes.others}>
          <span>Other methods:</span>
          {others.map((other) => (
            <UnstyledButton key={other} className={classes.other} onClick={() => setMethod(other)} disabled={busy}>
              {words[other]?.name ?? other}
            </UnstyledButton>
          ))}
        </div>
      ) : null}
    </Stack>
  );
}

type CodeProps = Pick<Props, "purpose" | "submitLabel" | "onAnswer"> & {
  method: string;
  busy: boolean;
  attempt: (work: () => Promise<void>) => Promise<void>;
};

function CodeForm({ method, purpose, busy, submitLabel, attempt, onAnswer }: CodeProps) {
  const [value, setValue] = useState("");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const isSent = method === "sms" || method === "email";
  // The person has just requested this field, by a password or a click.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field of a sent code is rendered when the code was sent
  useEffect(() => field.current?.focus(), [sentTo]);
  const { label = "", hint = "" } = words[method] ?? {};
  const send = () =>
    attempt(async () => {
      const answer = await api<{ sentTo: string }>("POST", "/account/2fa/challenge", { body: { method, purpose } });
      setSentTo(answer.sentTo);
    });
  function submit(event: FormEvent) {
    event.preventDefault();
    void attempt(async () => {
      await onAnswer(method === "password" ? { method, password: value } : { method, code: value });
    });
  }
  if (isSent && sentTo === null) {
    return (
      <>
        <Text size="sm">{hint}</Text>
        <Button onClick={send} loading={busy} data-autofocus>
          Send code
        </Button>
      </>
    );
  }
  const shared = {
    ref: field,
    label,
    value,
    onChange: (event: { currentTarget: { value: string } }) => setValue(event.currentTarget.value),
    description: sentTo ? `Sent to ${sentTo}.` : hint || undefined,
    required: true,
    withAsterisk: false,
    "data-autofocus": true,
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {method === "password" ? (
          <PasswordInput {...shared} autoComplete="current-password" />
        ) : (
          <TextInput
            {...shared}
            className={classes.code}
            autoComplete="one-time-code"
            inputMode={method === "backup_code" ? "text" : "numeric"}
            maxLength={32}
            spellCheck={false}
            autoCapitalize="characters"
          />
        )}
        <Button type="submit" loading={busy} disabled={value.trim() === ""}>
          {submitLabel}
        </Button>
        {isSent ? (
          <Button variant="subtle" size="compact-sm" onClick={send} disabled={busy}>
            Send another code
          </Button>
        ) : null}
      </Stack>
    </form>
  );
}
