/** What must not leave the machine with a report: values of secrets, credentials in addresses, tokens, mail addresses. */
const secretName =
  /SECRET|PASSWORD|PEPPER|TOKEN|KEYS?$|KEYS?_|_SID$|SMTP_URL|DATABASE(_ADMIN|_DIRECT|_REPLICA)?_URL|REDIS_URL|HEARTBEAT_URL|PHONE|ADMIN_EMAIL|MAIL_FROM|TWILIO_FROM/;

/** Whether the report says only that a variable is set. Pure. */
export const isSecretName = (name: string): boolean => secretName.test(name);

const shortestSecret = 8;

/** Removes what looks like a secret, and each of the known `secrets`. Pure. */
export function maskText(text: string, secrets: readonly string[] = []): string {
  let masked = text;
  // The longest first: one may contain another.
  for (const secret of secrets.filter(({ length }) => length >= shortestSecret).sort((a, b) => b.length - a.length)) {
    masked = masked.replaceAll(secret, "[removed]");
  }
  return masked
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*(:[^\s/@]*)?@/gi, "$1[removed]@")
    .replaceAll(/\b(lnt|agt|amt|men|exe|whs)_[A-Za-z0-9]{20,}\b/g, "$1_[removed]")
    .replaceAll(/\b(Bearer|Basic)\s+\S+/gi, "$1 [removed]")
    .replaceAll(/[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+/g, "[address]")
    .replaceAll(/\b[A-Za-z0-9+/_-]{43,}={0,2}(?![A-Za-z0-9+/_-])/g, "[removed]");
}
