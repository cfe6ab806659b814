import type { ChannelKindName } from "./contract";
import type { ChannelKind } from "./define-channel-kind";
import { discord } from "./kinds/discord";
import { email } from "./kinds/email";
import { ntfy } from "./kinds/ntfy";
import { slack } from "./kinds/slack";
import { sms } from "./kinds/sms";
import { telegram } from "./kinds/telegram";
import { webPush } from "./kinds/web-push";
import { webhook } from "./kinds/webhook";

/** Every kind of channel, by the name under which it is stored. */
const kinds: Record<ChannelKindName, ChannelKind> = {
  email,
  sms,
  slack,
  discord,
  telegram,
  ntfy,
  webhook,
  "web-push": webPush,
};

const byName = new Map<string, ChannelKind>(Object.entries(kinds));

/** Null: a kind that this version does not have. */
export function findChannelKind(kind: string): ChannelKind | null {
  return byName.get(kind) ?? null;
}

export const listChannelKinds = (): ChannelKind[] => [...byName.values()];
