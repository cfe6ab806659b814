"use client";

import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";

/** A page that could not be rendered. The rest of the panel is still shown. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("pages");
  return (
    <PageFrame title={t("thisPageCouldNot")}>
      <div className="ln-card">
        <EmptyState title={t("thePanelHadAn")}>
          <p>{t("yourServersAreNot", { hasCode: String(Boolean(error.digest)), code: error.digest ?? "" })}</p>
          <Button onClick={reset}>{t("tryAgain")}</Button>
        </EmptyState>
      </div>
    </PageFrame>
  );
}
