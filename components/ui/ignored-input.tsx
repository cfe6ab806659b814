import { Alert } from "@mantine/core";
import { useTranslations } from "next-intl";

/** Shows which parts of the URL were not valid; nothing if all were. */
export function IgnoredInput({ names }: { names: readonly string[] }) {
  const t = useTranslations("ui");
  if (names.length === 0) return null;
  return (
    <Alert color="yellow" title={t("partOfTheAddress")}>
      {t("thePageIgnoresAnd", { names: names.map((name) => `“${name}”`).join(", ") })}
    </Alert>
  );
}
