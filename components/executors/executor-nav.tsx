import { useTranslations } from "next-intl";
import { SectionNav } from "@/components/ui/navigation/section-nav";

/** The pages of executors. */
export function ExecutorNav() {
  const t = useTranslations("executors");
  return (
    <SectionNav
      label={t("executors")}
      pages={[
        { label: t("executors"), href: "/executors" },
        { label: t("templatesText"), href: "/executors/templates" },
        { label: t("batchAndLinks"), href: "/executors/batch" },
        { label: t("download"), href: "/executors/download" },
      ]}
    />
  );
}
