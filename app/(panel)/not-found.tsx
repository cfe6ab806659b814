import Link from "next/link";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";

export default function NotFound() {
  const t = useTranslations("pages");
  return (
    <PageFrame title={t("notFound")}>
      <div className="ln-card">
        <EmptyState title={t("thisPageDoesNot")}>
          {t.rich("itMayHaveBeen", { link: (chunks) => <Link href="/servers">{chunks}</Link> })}
        </EmptyState>
      </div>
    </PageFrame>
  );
}
