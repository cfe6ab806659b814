import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { sql } from "@/lib/db/transaction";

/**
 * The keys that sign requests to push services (VAPID, RFC 8292). Made once for the installation and never changed: a
 * subscription of a browser is bound to the public key.
 */
export type PushKeys = { publicKey: string; privateKey: string };

const id = "vapid";
const column = "notification_push_key:private";

/** Makes them at the first use. Of two processes that make them at the same time, both get those of the first. */
export async function pushKeys(): Promise<PushKeys> {
  return (await readKeys()) ?? (await makeKeys());
}

async function readKeys(): Promise<PushKeys | null> {
  const row = await sql().prisma.pushKey.findUnique({ where: { id } });
  return row && { publicKey: row.publicKey, privateKey: fieldCipher().decrypt(row.privateSealed, column, id) };
}

async function makeKeys(): Promise<PushKeys> {
  const { default: webPush } = await import("web-push");
  const { publicKey, privateKey } = webPush.generateVAPIDKeys();
  const row = { id, publicKey, privateSealed: fieldCipher().encrypt(privateKey, column, id) };
  await sql().prisma.pushKey.createMany({ data: [row], skipDuplicates: true });
  return (await readKeys()) ?? { publicKey, privateKey };
}
