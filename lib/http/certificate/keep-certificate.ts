import { X509Certificate } from "node:crypto";
import { rm } from "node:fs/promises";
import { z } from "zod";
import { messageOf } from "@/lib/core/errors";
import { type CertificateFiles, readIfThere, writeSecretFile } from "./certificate-files";
import { type CertificateState, isRenewalDue } from "./decide-renewal";
import { type CertificateOrder, obtainCertificate } from "./obtain-certificate";

const failureShape = z.object({ at: z.coerce.date(), attempts: z.number().int().min(1), reason: z.string() });

/**
 * Gets a certificate when one is due. Answers what was done; throws when the authority refused, after it recorded that, so
 * that the next attempt waits.
 */
export async function keepCertificate(
  order: CertificateOrder,
  files: CertificateFiles,
  now = new Date(),
): Promise<"kept" | "renewed"> {
  const state = await readState(files);
  if (!isRenewalDue(state, order.domains, now)) return "kept";
  try {
    await obtainCertificate(order, files);
  } catch (error) {
    const failure = { at: now, attempts: (state.failure?.attempts ?? 0) + 1, reason: messageOf(error).slice(0, 500) };
    await writeSecretFile(files.failureFile, JSON.stringify(failure));
    throw error;
  }
  await rm(files.failureFile, { force: true });
  return "renewed";
}

async function readState(files: CertificateFiles): Promise<CertificateState> {
  return { current: readCurrent(await readIfThere(files.pairFile)), failure: await lastFailure(files) };
}

/** Null where the last attempt succeeded. */
export async function lastFailure(files: CertificateFiles): Promise<z.output<typeof failureShape> | null> {
  const text = await readIfThere(files.failureFile);
  return text === null ? null : failureShape.parse(JSON.parse(text));
}

/** The placeholder names itself as its issuer. */
function readCurrent(pem: string | null): CertificateState["current"] {
  if (pem === null) return null;
  const certificate = new X509Certificate(pem);
  if (certificate.subject === certificate.issuer) return null;
  const names = certificate.subjectAltName?.split(", ") ?? [];
  const domains = names.flatMap((name) => (name.startsWith("DNS:") ? [name.slice("DNS:".length)] : []));
  return { domains, notBefore: new Date(certificate.validFrom), notAfter: new Date(certificate.validTo) };
}
