import type { ChannelKindName } from "./contract";
import type { ChannelKind } from "./define-channel-kind";
import { email } from "./kinds/email";
import { webhook } from "./kinds/webhook";

/** Every kind of channel, by the name under which it is stored. */
const kinds: Partial<Record<ChannelKindName, ChannelKind>> = { email, webhook };

const byName = new Map<string, ChannelKind>(Object.entries(kinds));

/** Null: a kind that this version does not have. */
export function findChannelKind(kind: string): ChannelKind | null {
  return byName.get(kind) ?? null;
}

export const listChannelKinds = (): ChannelKind[] => [...byName.values()];
