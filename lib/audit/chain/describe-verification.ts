import type { Verification } from "../contract";

/** A verification as text, for the page and the command line. */
export function describeVerification(result: Omit<Verification, "summary">): string {
  const { ok, entries, chains, seals, unsealed, erased, firstBad, problems, entriesPerSecond, lastSeal } = result;
  const read = `${entries} entries in ${chains} chains and ${seals} seals were read (${entriesPerSecond} entries a second)`;
  if (!ok && firstBad) {
    const more = problems > 1 ? ` ${problems - 1} more chains or seals have something wrong.` : "";
    return `The audit log was tampered with.\nFirst bad: ${firstBad.what} ${firstBad.id}${firstBad.chain === null ? "" : `, number ${firstBad.seq} of chain ${firstBad.chain}`}: ${firstBad.reason}.${more}\n${read}.`;
  }
  const seal = lastSeal ? `Last seal: ${lastSeal.seq} of ${lastSeal.at}, ${lastSeal.mac}.` : "There is no seal yet.";
  return `The audit log is intact: ${read}; ${unsealed} newer than the last seal, ${erased} with erased personal data.\n${seal}`;
}
