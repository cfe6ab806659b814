import type { SignalAction } from "../contract";

export type ActionSubject = {
  networks: readonly string[];
  accountHash: string | null;
  userId: string | null;
  tokenId: string | null;
};

/** The actions that a signal allows besides dismissing: on a network, an account, its sessions, a token. Pure. */
export function availableActions({ networks, accountHash, userId, tokenId }: ActionSubject): SignalAction[] {
  const possible: [SignalAction, boolean][] = [
    ["revoke_token", tokenId !== null],
    ["block_network", networks.length > 0],
    ["lock_account", accountHash !== null && userId !== null],
    ["revoke_sessions", userId !== null],
  ];
  return possible.filter(([, is]) => is).map(([action]) => action);
}

/** Actions that end sessions or tokens or lock an account: they need step-up authentication. */
export function needsConfirmation(action: SignalAction): boolean {
  return action === "lock_account" || action === "revoke_sessions" || action === "revoke_token";
}
