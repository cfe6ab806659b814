import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, noOrigin, systemActor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { Try } from "@/lib/testing/sign-in/factor-process";
import { SoftwarePasskey } from "@/lib/testing/sign-in/software-passkey";
import { makeBackupCodes, storeBackupCodes } from "../codes/backup-codes";
import { hashSentCode } from "../codes/sent-codes";
import { passkeyOptions } from "../kinds/passkey";
import { factorCipher, secretColumn } from "../sealed";
import { addPasskey, passkeySetupOptions } from "../setup/passkey-setup";
import { newTotpSecret } from "../totp";
import { createCookieChallenge } from "./challenges";

// Twenty tries of one right answer, in two processes with pools of their own: one of them signs in, whatever the factor.
const bundle = path.resolve(`node_modules/.cache/factor-process-${process.pid}.mjs`);
let environment: TestEnvironment;

beforeAll(async () => {
  environment = await openTestEnvironment();
  mkdirSync(path.dirname(bundle), { recursive: true });
  await build({
    entryPoints: ["lib/testing/sign-in/factor-process.ts"],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    jsx: "automatic",
    packages: "external",
    alias: { "@": path.resolve(".") },
    logLevel: "error",
  });
});
afterAll(async () => {
  rmSync(bundle, { force: true });
  await environment.close();
});

const next = <T>(child: ChildProcess) =>
  new Promise<T>((resolve) => child.once("message", (value) => resolve(value as T)));

async function inTwoProcesses(tries: Try[]): Promise<string[]> {
  const children = [1, 2].map(() => fork(bundle, { stdio: ["ignore", "inherit", "inherit", "ipc"] }));
  await Promise.all(children.map((child) => next(child)));
  const answers = children.map((child) => next<{ results: string[] }>(child));
  // Both are ready before either begins.
  children.forEach((child, index) => {
    child.send(tries.filter((_one, at) => at % 2 === index));
  });
  return (await Promise.all(answers)).flatMap(({ results }) => results);
}

async function challenges(userId: string, count: number): Promise<string[]> {
  const made = Array.from({ length: count }, () => createCookieChallenge(sql(), { purpose: "sign_in", userId }));
  return (await Promise.all(made)).map(({ token }) => token);
}

async function addFactor(userId: string, method: string, secret: string | null): Promise<void> {
  const id = newId("factor");
  const sealed = secret === null ? null : factorCipher().encrypt(secret, secretColumn, id);
  await sql().run(
    "INSERT INTO second_factor (id, user_id, method, secret_sealed, confirmed_at) VALUES ($1, $2, $3, $4, now())",
    [id, userId, method, sealed],
  );
}

type Setup = (actor: Actor & { userId: string }) => Promise<Try[]>;

const setups: Record<string, Setup> = {
  "authenticator code, over twenty sign-ins": async ({ userId }) => {
    const secret = newTotpSecret();
    await addFactor(userId, "totp", secret);
    const code = generateSync({ secret });
    return (await challenges(userId, 20)).map((challengeToken) => ({
      challengeToken,
      answer: { method: "totp", code },
    }));
  },
  "backup code, over twenty sign-ins": async ({ userId }) => {
    await addFactor(userId, "totp", newTotpSecret());
    const made = await makeBackupCodes(userId);
    await transaction((tx) => storeBackupCodes(tx, userId, made));
    const code = made.codes[3];
    return (await challenges(userId, 20)).map((challengeToken) => ({
      challengeToken,
      answer: { method: "backup_code", code },
    }));
  },
  "text message's code": (actor) => sentCode(actor.userId, "sms"),
  "mailed code": (actor) => sentCode(actor.userId, "email"),
  "passkey's signature": async (actor) => {
    const passkey = new SoftwarePasskey();
    const registration = (await passkeySetupOptions(actor)) as { challenge: string };
    await addPasskey(actor, { name: "Key", credential: passkey.register(registration) });
    const { id, token } = await createCookieChallenge(sql(), { purpose: "sign_in", userId: actor.userId });
    const options = (await passkeyOptions(id, actor.userId)) as { challenge: string };
    const credential = passkey.sign(options);
    return Array.from({ length: 20 }, () => ({ challengeToken: token, answer: { method: "passkey", credential } }));
  },
};

async function sentCode(userId: string, method: "sms" | "email"): Promise<Try[]> {
  await addFactor(userId, method, method === "sms" ? "+447700900123" : null);
  const { id, token } = await createCookieChallenge(sql(), { purpose: "sign_in", userId });
  await sql().run("UPDATE auth_challenge SET code_method = $2, code_hash = $3 WHERE id = $1", [
    id,
    method,
    hashSentCode(id, "123456"),
  ]);
  return Array.from({ length: 20 }, () => ({ challengeToken: token, answer: { method, code: "123456" } }));
}

describe("twenty tries at once, in two processes", () => {
  it.each(Object.keys(setups))("of one %s open one session", async (name) => {
    const user = await makeUser();
    const actor = { ...systemActor, ...user, userId: user.userId ?? "", sessionId: null, origin: noOrigin };
    const tries = (await setups[name]?.(actor)) ?? [];
    expect(tries).toHaveLength(20);
    const results = await inTwoProcesses(tries);
    expect(results.filter((result) => result === "signed in")).toEqual(["signed in"]);
    const refused = results.filter((result) => result !== "signed in");
    expect(refused).toHaveLength(19);
    for (const result of refused) expect(["code_invalid", "challenge_over"]).toContain(result);
    const rows = await sql().row<{ n: number }>("SELECT count(*)::int AS n FROM session WHERE user_id = $1", [
      user.userId,
    ]);
    expect(rows?.n).toBe(1);
  });
});
