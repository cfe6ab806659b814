"use client";

import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, lazy, Suspense, useEffect, useState } from "react";
import { canUsePasskeys } from "@/components/auth/factors/passkey-support";
import { signInWith } from "./sign-in";
import classes from "./sign-in-form.module.css";

// Code that few visits need is loaded on demand, since this is the first page that people load.
const SecondStep = lazy(() => import("@/components/auth/factors/second-step"));

/** Address and password, then the second step if there is one; or a passkey only. */
export function SignInForm({ notice, onSignedIn }: { notice: string | null; onSignedIn: () => void }) {
  const [busy, setBusy] = useState<"password" | "passkey" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [methods, setMethods] = useState<string[] | null>(null);
  const [remember, setRemember] = useState(false);
  const [passkeys, setPasskeys] = useState(false);
  useEffect(() => setPasskeys(canUsePasskeys()), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy("password");
    setProblem(null);
    const result = await signInWith(String(data.get("email") ?? ""), String(data.get("password") ?? ""), remember);
    if (result.outcome === "signed_in") return onSignedIn();
    if (result.outcome === "second_step") setMethods(result.methods);
    else setProblem(result.message);
    setBusy(null);
  }
  async function enterByPasskey() {
    setBusy("passkey");
    setProblem(null);
    const { explainPasskey, signInByPasskey } = await import("@/components/auth/factors/passkeys");
    try {
      await signInByPasskey(remember);
      onSignedIn();
    } catch (error) {
      setProblem(explainPasskey(error));
      setBusy(null);
    }
  }
  if (methods) {
    return (
      <Suspense>
        <SecondStep methods={methods} onSignedIn={onSignedIn} onCancel={() => setMethods(null)} />
      </Suspense>
    );
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {notice && !problem ? (
          <Alert color="yellow" role="status" p="sm">
            {notice}
          </Alert>
        ) : null}
        {problem ? (
          <Alert color="red" role="alert" p="sm">
            {problem}
          </Alert>
        ) : null}
        <TextInput
          label="E-mail address or panel username"
          name="email"
          inputMode="email"
          autoComplete="username"
          data-autofocus
          required
          withAsterisk={false}
        />
        <PasswordInput label="Password" name="password" autoComplete="current-password" required withAsterisk={false} />
        <label className={classes.remember}>
          <input type="checkbox" checked={remember} onChange={(event) => setRemember(event.currentTarget.checked)} />
          Keep me signed in
        </label>
        <Button type="submit" loading={busy === "password"} disabled={busy === "passkey"} mt={4}>
          Sign in
        </Button>
        {passkeys ? (
          <>
            <div className={classes.or}>or</div>
            <Button
              variant="default"
              onClick={enterByPasskey}
              loading={busy === "passkey"}
              disabled={busy === "password"}
            >
              Use a passkey
            </Button>
          </>
        ) : null}
      </Stack>
    </form>
  );
}
