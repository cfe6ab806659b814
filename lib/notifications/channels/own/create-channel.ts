import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { lockSubjectUntilCommit } from "@/lib/db/locks.sql";
import { transaction } from "@/lib/db/transaction";
import { type ChannelView, type CreateChannelInput, mostChannels } from "../contract";
import { findChannelKind } from "../registry";
import { openSettings, sealSettings } from "../settings";
import { readChannelView } from "./channel-views";
import { sendCode } from "./confirm-channel";

/** Adds a channel of the actor. One whose address needs a confirmation gets a code, and nothing else until then. */
export async function createChannel(actor: Actor, input: CreateChannelInput): Promise<ChannelView> {
  authorise(actor, "channel.manage");
  const userId = requireUserId(actor);
  const kind = findChannelKind(input.kind);
  if (!kind || !(kind.isAvailable?.() ?? true))
    throw coreErrors.validation_failed({ errors: [{ path: "kind", message: "The operator has not configured it." }] });
  const settings = kind.parse(input.settings);
  const id = newId("channel");
  return transaction(async (tx) => {
    await tx.rows(lockSubjectUntilCommit, [`channels of ${userId}`]);
    const existing = await tx.prisma.ownedChannel.findMany({ where: { userId } });
    if (existing.length >= mostChannels)
      throw coreErrors.conflict({ detail: `You have ${mostChannels} channels. Delete one that you do not use.` });
    const same = existing.find((known) => known.kind === input.kind && isSame(openSettings(known), settings));
    if (same) throw coreErrors.conflict({ detail: `You have this channel already: ${same.name}.` });
    const row = { id, userId, kind: input.kind, name: input.name, settingsSealed: sealSettings(id, settings) };
    await tx.prisma.ownedChannel.createMany({ data: row });
    if (kind.needsConfirmation) await sendCode(tx, id);
    await recordAudit(tx, actor, {
      action: "channel.created",
      targetKind: "channel",
      targetId: id,
      detail: { kind: input.kind },
    });
    return readChannelView(tx, id);
  });
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
