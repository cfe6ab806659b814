import type { Metadata } from "next";

import { EncryptionPanel } from "@/components/admin/encryption/encryption-panel";
import { PageFrame } from "@/components/ui/page-frame";
import { requirePageActor } from "@/lib/http/pages/page-actor";

import { encryptionStatus } from "@/lib/platform/encryption/status";

export const metadata: Metadata = { title: "Encryption" };

export default async function EncryptionPage() {
  const actor = await requirePageActor("encryption.manage");
  return (
    <PageFrame
      title="Encryption"
      lead="Secrets at rest: AES-256-GCM, a key of its own for each column, bound to its row."
    >
      <EncryptionPanel initial={await encryptionStatus(actor)} />
    </PageFrame>
  );
}
