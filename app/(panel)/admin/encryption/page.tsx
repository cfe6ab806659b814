import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { EncryptionPanel } from "@/components/admin/encryption/encryption-panel";
import { PageFrame } from "@/components/ui/page-frame";
import { requirePageActor } from "@/lib/http/pages/page-actor";

import { encryptionStatus } from "@/lib/platform/encryption/status";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.encryption");
  return { title: t("encryption") };
}

export default async function EncryptionPage() {
  const t = await getTranslations("pages.admin.encryption");
  const actor = await requirePageActor("encryption.manage");
  return (
    <PageFrame title={t("encryption")} lead={t("secretsAtRestAes")}>
      <EncryptionPanel initial={await encryptionStatus(actor)} />
    </PageFrame>
  );
}
