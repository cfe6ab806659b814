/** What is known of the certificate that is in use, and of the last attempt to get one. */
export type CertificateState = {
  /** Null: there is none, or nobody trusts it. */
  current: { domains: readonly string[]; notBefore: Date; notAfter: Date } | null;
  failure: { at: Date; attempts: number } | null;
};

const minuteMs = 60_000;
const firstPauseMs = 10 * minuteMs;
const longestPauseMs = 24 * 60 * minuteMs;

/**
 * Whether a certificate has to be asked for now: there is none, other names are wanted, or a third of its life is left
 * (Let's Encrypt: 30 of 90 days). After a failure not before a pause that doubles, since authorities limit failed attempts.
 * Pure.
 */
export function isRenewalDue({ current, failure }: CertificateState, domains: readonly string[], now: Date): boolean {
  if (failure) {
    const pauseMs = Math.min(firstPauseMs * 2 ** (failure.attempts - 1), longestPauseMs);
    if (now.getTime() < failure.at.getTime() + pauseMs) return false;
  }
  if (!current) return true;
  if (!domains.every((domain) => current.domains.includes(domain))) return true;
  const lifeMs = current.notAfter.getTime() - current.notBefore.getTime();
  return current.notAfter.getTime() - now.getTime() < lifeMs / 3;
}
