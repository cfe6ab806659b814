import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type VerifiedAuthenticationResponse,
  verifyAuthenticationResponse,
} from "@simplewebauthn/server";
import { fieldOf } from "@/lib/core/records";
import type { Passkey } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import { type Challenge, challengeSeconds } from "../challenges/challenges";
import { factorErrors } from "../errors";
import { relyingParty, requireRelyingParty } from "../relying-party";
import type { Claim, FactorKind } from "./kind";

const shown = { id: true, userId: true, credentialId: true, publicKey: true, counter: true, transports: true } as const;
type PasskeyRow = Pick<Passkey, keyof typeof shown>;

/** Options for the browser, and the challenge's own random value. `userId` null: any passkey of this panel. */
export async function passkeyOptions(challengeId: string, userId: string | null): Promise<unknown> {
  requireRelyingParty();
  const rows = userId
    ? await sql().prisma.passkey.findMany({ where: { userId }, select: shown, orderBy: { id: "asc" } })
    : [];
  if (userId && rows.length === 0) throw factorErrors.factor_not_set_up();
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().id,
    userVerification: "required",
    timeout: challengeSeconds * 1000,
    allowCredentials: rows.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as never,
    })),
  });
  await sql().prisma.authChallenge.updateMany({
    where: { id: challengeId, consumedAt: null },
    data: { webauthnChallenge: options.challenge },
  });
  return options;
}

/** The library checks the rest of it. */
function isResponse(credential: unknown): credential is AuthenticationResponseJSON {
  return typeof fieldOf(credential, "id") === "string" && typeof fieldOf(credential, "response") === "object";
}

/**
 * Whose passkey signed this challenge, and how to consume it; null when it is unknown or wrong. A valid signature
 * that does not suffice throws `passkey_not_verified` or `passkey_counter`: only the holder of the key learns why.
 */
export async function examinePasskey(
  challenge: Challenge,
  userId: string | null,
  credential: unknown,
): Promise<{ userId: string; claim: Claim } | null> {
  if (!isResponse(credential) || !challenge.webauthnChallenge) return null;
  const response = credential;
  const row = await sql().prisma.passkey.findUnique({
    where: { credentialId: response.id, ...(userId === null ? {} : { userId }) },
    select: shown,
  });
  const verified = row && (await verify(row, response, challenge.webauthnChallenge));
  if (!row || !verified) return null;
  const { newCounter, credentialBackedUp, userVerified } = verified;
  if (!userVerified) throw factorErrors.passkey_not_verified();
  // Synced passkeys keep no counter and send 0 (WebAuthn, 6.1.1).
  const counter = Number(row.counter);
  if ((counter > 0 || newCounter > 0) && newCounter <= counter) throw factorErrors.passkey_counter();
  return {
    userId: row.userId,
    // The challenge is consumed in the same transaction; the counter has to grow, where one is kept.
    claim: async (tx) => {
      const { count } = await tx.prisma.passkey.updateMany({
        where: { id: row.id, OR: [{ counter: { lt: newCounter } }, ...(newCounter === 0 ? [{ counter: 0 }] : [])] },
        data: { counter: newCounter, backedUp: credentialBackedUp, lastUsedAt: new Date() },
      });
      return count === 1;
    },
  };
}

/** Whose passkey the browser named, whether or not it may be used; null: nobody's. */
export async function ownerOfCredential(credential: unknown): Promise<string | null> {
  if (!isResponse(credential)) return null;
  const row = await sql().prisma.passkey.findUnique({
    where: { credentialId: credential.id },
    select: { userId: true },
  });
  return row?.userId ?? null;
}

async function verify(
  row: PasskeyRow,
  response: AuthenticationResponseJSON,
  expectedChallenge: string,
): Promise<VerifiedAuthenticationResponse["authenticationInfo"] | null> {
  const { id, origins } = relyingParty();
  try {
    const result = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: origins,
      expectedRPID: id,
      // Verification and counter are checked by the caller: the library refuses both with the same kind of error.
      requireUserVerification: false,
      credential: {
        id: row.credentialId,
        publicKey: new Uint8Array(row.publicKey),
        counter: 0,
        transports: row.transports as never,
      },
    });
    return result.verified ? result.authenticationInfo : null;
  } catch {
    // The library throws for malformed, foreign and replayed answers.
    return null;
  }
}

export const passkeyKind: FactorKind = {
  amr: "hwk",
  guessable: false,
  prepare: async ({ userId, challenge }) => ({ options: await passkeyOptions(challenge.id, userId) }),
  examine: async ({ userId, challenge }, { credential }) =>
    (await examinePasskey(challenge, userId, credential))?.claim ?? null,
};
