import {
  type CertificateFiles,
  challengeFile,
  forgetChallenge,
  readIfThere,
  writePair,
  writeSecretFile,
} from "./certificate-files";

/** What an authority is asked for. */
export type CertificateOrder = {
  /** Of the authority's ACME directory (RFC 8555, 7.1.1). */
  directoryUrl: string;
  /** Where the authority writes about the account; empty: nowhere. */
  email: string;
  /** The first one is the name of the certificate. */
  domains: readonly string[];
};

const requestTimeoutMs = 30_000;

/**
 * Gets a certificate by ACME with HTTP-01 and writes it with its key. The answers to the challenges are files, which the web
 * processes of this machine serve at port 80 (challenge-server.ts). Throws what the authority answered.
 */
export async function obtainCertificate(order: CertificateOrder, files: CertificateFiles): Promise<void> {
  const { domains, email, directoryUrl } = order;
  const acme = await import("acme-client");
  acme.axios.defaults.timeout = requestTimeoutMs;
  const client = new acme.Client({ directoryUrl, accountKey: await accountKey(files), backoffAttempts: 8 });
  const [key, csr] = await acme.crypto.createCsr(
    { commonName: domains[0] ?? "", altNames: [...domains] },
    await acme.crypto.createPrivateEcdsaKey(),
  );
  const certificate = await client.auto({
    csr,
    ...(email ? { email } : {}),
    termsOfServiceAgreed: true,
    challengePriority: ["http-01"],
    // The panel may not reach its own public address: only the authority has to.
    skipChallengeVerification: true,
    challengeCreateFn: async (_authorization, { token }, answer) => {
      const file = challengeFile(files, token);
      if (!file) throw new Error("the authority sent a token that is not base64url");
      await writeSecretFile(file, answer);
    },
    challengeRemoveFn: (_authorization, { token }) => forgetChallenge(files, token),
  });
  await writePair(files, key.toString(), certificate);
}

async function accountKey(files: CertificateFiles): Promise<string> {
  const stored = await readIfThere(files.accountKeyFile);
  if (stored) return stored;
  const acme = await import("acme-client");
  const made = (await acme.crypto.createPrivateEcdsaKey()).toString();
  await writeSecretFile(files.accountKeyFile, made);
  return made;
}
