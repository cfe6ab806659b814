import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { env } from "@/lib/core/env";
import { transaction } from "@/lib/db/transaction";
import { backupKeys, currentBackupKey } from "../backup-keys";
import type { RecoveryKit } from "../contract";
import { panelVersion } from "../panel-version";

/** The key of the backups with instructions; recorded, since who has it can read every backup. */
export async function downloadKit(actor: Actor): Promise<RecoveryKit> {
  authorise(actor, "backup.manage");
  const { id: keyId } = currentBackupKey();
  const at = new Date();
  await transaction(async (tx) => {
    const data = { kitDownloadedAt: at, kitKeyId: keyId };
    await tx.prisma.backupSettings.update({ where: { id: 1 }, data });
    const detail = { keyId };
    await recordAudit(tx, actor, { action: "backup.kit_downloaded", targetKind: "backup", targetId: "kit", detail });
  });
  const lines = kitLines({
    address: env().NEXTAUTH_URL,
    installationId: env().INSTALLATION_ID,
    version: panelVersion(),
    at,
    keys: [...backupKeys()].map(([id, key]) => `${id}:${key.toString("base64")}`),
  });
  return { fileName: `lightnode-recovery-kit-${keyId}.txt`, text: lines.join("\n"), html: pageOf(lines) };
}

type KitFacts = { address: string; installationId: string; version: string; at: Date; keys: string[] };

/** Read by a person on a bad day, and by `npm start -- --restore … --kit FILE`, which looks for the line of the keys. */
function kitLines({ address, installationId, version, at, keys }: KitFacts): string[] {
  return [
    "LightNode recovery kit",
    "",
    `Panel:         ${address}`,
    `Installation:  ${installationId}`,
    `Written:       ${at.toISOString()} by version ${version}`,
    "",
    "A person who has this text and a backup can read everything in the panel. Keep it where the panel is not:",
    "in a password store, or printed in a safe. Without it no backup can be read.",
    "",
    "The keys of the backups:",
    "",
    `BACKUP_KEYS=${keys.join(",")}`,
    "",
    "To restore on a new machine:",
    "",
    "1. Clone the panel's source, in the version above or a newer one. Install Node 20 or later.",
    "2. Copy the newest backup (a file that ends in .lnb) and this text to the machine.",
    "3. Run:  npm start -- --restore FILE --kit THIS-TEXT",
    "   From a bucket: set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL, and give",
    "   s3://BUCKET/KEY in place of FILE.",
    "4. Secrets that you set as environment variables (.env) are not in a backup. Set them again.",
    "",
    "To restore on a panel that runs: Administration > Backups, or  npm run cli -- backup restore ID --swap",
    "",
  ];
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** To be printed. */
function pageOf(lines: string[]): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>LightNode recovery kit</title>
<style>body{margin:2rem;font:16px/1.5 system-ui}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.6 monospace}</style>
<h1>LightNode recovery kit</h1><pre>${escaped(lines.slice(2).join("\n"))}</pre></html>`;
}
