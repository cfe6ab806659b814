import type { SignalAction } from "./contract";

export type ActionSubject = {
  networks: readonly string[];
  accountHash: string | null;
  userId: string | null;
  tokenId: string | null;
};

/** What there is to act on, besides dismissing: a network, somebody's account, their sessions, a token. Pure. */
export function availableActions({ networks, accountHash, userId, tokenId }: ActionSubject): SignalAction[] {
  const possible: [SignalAction, boolean][] = [
    ["revoke_token", tokenId !== null],
    ["block_network", networks.length > 0],
    ["lock_account", accountHash !== null && userId !== null],
    ["revoke_sessions", userId !== null],
  ];
  return possible.filter(([, is]) => is).map(([action]) => action);
}

/** Actions that end something or keep somebody out: whoever takes them confirms first. */
export function needsConfirmation(action: SignalAction): boolean {
  return action === "lock_account" || action === "revoke_sessions" || action === "revoke_token";
}
