import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  type VerifiedRegistrationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { brokenConstraint } from "@/lib/db/errors";
import { sql, transaction } from "@/lib/db/transaction";
import {
  challengeSeconds,
  consumeChallenge,
  createOwnChallenge,
  ownChallenge,
  takeAttempt,
} from "../challenges/challenges";
import { factorErrors } from "../errors";
import { relyingParty, requireRelyingParty } from "../relying-party";
import { requirePerson } from "../require-person";
import { backupCodesForFirst, type Enrolled, finishEnrolment } from "./enrol";

const passkeysPerUser = 10;

/** Options for the browser to make a passkey: discoverable where the device can, always with user verification. */
export async function passkeySetupOptions(actor: Actor): Promise<unknown> {
  const userId = requirePerson(actor);
  requireRelyingParty();
  const existing = await sql().prisma.passkey.findMany({
    where: { userId },
    select: { credentialId: true, transports: true },
  });
  if (existing.length >= passkeysPerUser) throw factorErrors.too_many_passkeys();
  const { id: rpID, name: rpName } = relyingParty();
  const options = await generateRegistrationOptions({
    rpID,
    rpName,
    userName: actor.email,
    userDisplayName: actor.name,
    userID: new TextEncoder().encode(userId),
    attestationType: "none",
    timeout: challengeSeconds * 1000,
    excludeCredentials: existing.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as never,
    })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  });
  const challenge = await createOwnChallenge(sql(), { purpose: "enrol_passkey", userId, sessionId: actor.sessionId });
  await sql().prisma.authChallenge.updateMany({
    where: { id: challenge.id },
    data: { webauthnChallenge: options.challenge },
  });
  return options;
}

export type NewPasskey = { name: string; credential: unknown };

/** Keeps the passkey that the browser made. Returns backup codes along with a user's first factor. */
export async function addPasskey(actor: Actor, { name, credential }: NewPasskey): Promise<Enrolled & { id: string }> {
  const userId = requirePerson(actor);
  const challenge = await ownChallenge(userId, actor.sessionId, "enrol_passkey");
  if (!challenge?.webauthnChallenge) throw factorErrors.factor_setup_missing();
  await takeAttempt(challenge.id);
  const info = await verify(credential, challenge.webauthnChallenge);
  if (!info) throw factorErrors.code_invalid({ detail: "The browser's answer could not be verified." });
  if (!info.userVerified) throw factorErrors.passkey_not_verified();
  const backupCodes = await backupCodesForFirst(actor);
  const id = newId("passkey");
  const { id: credentialId, publicKey, counter, transports } = info.credential;
  const cookie = await transaction(async (tx) => {
    if (!(await consumeChallenge(tx, challenge.id))) throw factorErrors.code_invalid();
    await tx.prisma.passkey.createMany({
      data: {
        id,
        userId,
        name,
        credentialId,
        publicKey,
        counter,
        transports: transports ?? [],
        deviceType: info.credentialDeviceType,
        backedUp: info.credentialBackedUp,
      },
    });
    return finishEnrolment(tx, actor, { method: "passkey", detail: { name }, backupCodes });
  }).catch((error: unknown) => {
    throw brokenConstraint(error) === "passkey_credential_id_key"
      ? factorErrors.factor_exists({ cause: error })
      : error;
  });
  return { id, backupCodes: backupCodes?.codes ?? null, cookie };
}

async function verify(
  credential: unknown,
  expectedChallenge: string,
): Promise<Extract<VerifiedRegistrationResponse, { verified: true }>["registrationInfo"] | null> {
  const { id, origins } = relyingParty();
  try {
    const result = await verifyRegistrationResponse({
      response: credential as RegistrationResponseJSON,
      expectedChallenge,
      expectedOrigin: origins,
      expectedRPID: id,
      requireUserVerification: false,
    });
    return result.verified ? result.registrationInfo : null;
  } catch {
    return null;
  }
}
