import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { rowLock } from "@/lib/db/statement-kinds.sql";
import { transaction } from "@/lib/db/transaction";
import { type ChannelView, maskedSecret, type UpdateChannelInput } from "../contract";
import type { ChannelKind } from "../define-channel-kind";
import { findChannelKind } from "../registry";
import { openSettings, sealSettings } from "../settings";
import { readChannelView } from "./channel-views";
import { sendCode } from "./confirm-channel";
import { loadChannel } from "./load-channel";

type Settings = Record<string, unknown>;
const lockChannel = rowLock("notification_channel");

/** Changes name, state or settings of a channel of the actor. A new address has to be confirmed again. */
export async function updateChannel(actor: Actor, id: string, input: UpdateChannelInput): Promise<ChannelView> {
  authorise(actor, "channel.manage");
  return transaction(async (tx) => {
    await tx.rows(lockChannel, [id]);
    const channel = await loadChannel(tx, actor, id);
    const kind = findChannelKind(channel.kind);
    if (!kind) throw coreErrors.conflict({ detail: "This version of the panel does not have this kind of channel." });
    const { settings: given, ...rest } = input;
    const stored: Settings = { ...Object(openSettings(channel)) };
    const settings = given && mergeSettings(kind, stored, given);
    const isOther = settings !== undefined && JSON.stringify(settings) !== JSON.stringify(stored);
    await tx.prisma.ownedChannel.updateMany({
      where: { id },
      data: { ...rest, ...(isOther ? { settingsSealed: sealSettings(id, settings) } : {}), updatedAt: new Date() },
    });
    if (isOther && kind.needsConfirmation) await sendCode(tx, id);
    await recordAudit(tx, actor, {
      action: "channel.updated",
      targetKind: "channel",
      targetId: id,
      detail: { fields: Object.keys(input) },
    });
    return readChannelView(tx, id);
  });
}

/** The stored settings with those that were sent. A secret never goes to an address that it was not typed for. */
function mergeSettings(kind: ChannelKind, stored: Settings, given: Settings): Settings {
  const sent = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== maskedSecret));
  const merged = kind.parse({ ...stored, ...sent });
  const isElsewhere = kind.destination?.some((name) => merged[name] !== stored[name]) ?? false;
  const missing = kind.secrets.filter((name) => isElsewhere && stored[name] && sent[name] === undefined);
  if (missing.length > 0) {
    const message = "Type it again, since it is sent to another server now.";
    throw coreErrors.validation_failed({ errors: missing.map((name) => ({ path: `settings.${name}`, message })) });
  }
  return merged;
}
