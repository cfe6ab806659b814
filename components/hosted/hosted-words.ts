import type { useTranslations } from "next-intl";
import type { RunWords } from "@/components/runs/run-steps";

type Texts = ReturnType<typeof useTranslations<"hosted">>;

/** The plans of lib/hosted-services/resources/hosted-plans.ts. */
const plans: Readonly<Record<string, readonly string[]>> = {
  provisioning: ["check", "create", "verify"],
  deleting: ["remove"],
};

/** The steps of the runs of what a customer has at a provider. */
export const hostedWords = (t: Texts): RunWords => ({
  made: t("created"),
  ended: {
    create: t("ready"),
    apply: t("changed"),
    resume: t("activeAgain"),
    dump: t("written"),
    restore: t("restored"),
  },
  labels: {
    check: t("checkTheName"),
    create: t("createItAtThe"),
    apply: t("changeItAtThe"),
    verify: t("useItOnce"),
    dump: t("writeTheDump"),
    restore: t("restoreTheContent"),
    "last-dump": t("keepALastDump"),
    remove: t("removeItFromThe"),
  },
  plansOf: (status) => plans[status] ?? [],
  undone: { create: t("itWasRemovedFrom") },
});
