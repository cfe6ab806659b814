/** Keys that commands may be signed with, and which changes of them to trust. */
export type SigningKey = { id: string; publicKey: string };

/**
 * The keys to trust from now on, or null when the offered ones are refused: none of those pinned is among them. The
 * first configuration is trusted. An attacker between panel and executor cannot introduce other keys later. Pure.
 */
export function keysToTrust(
  pinned: readonly SigningKey[],
  offered: readonly SigningKey[],
): readonly SigningKey[] | null {
  if (pinned.length === 0) return offered;
  const isCommon = offered.some(({ publicKey }) => pinned.some((key) => key.publicKey === publicKey));
  return isCommon ? offered : null;
}
