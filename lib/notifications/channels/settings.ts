import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import type { OwnedChannel } from "@/lib/db/generated/client";

const column = "notification_channel:settings";

export function sealSettings(id: string, settings: unknown): string {
  return fieldCipher().encrypt(JSON.stringify(settings), column, id);
}

export function openSettings({ id, settingsSealed }: Pick<OwnedChannel, "id" | "settingsSealed">): unknown {
  return JSON.parse(fieldCipher().decrypt(settingsSealed, column, id));
}
