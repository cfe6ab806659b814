import { useTranslations } from "next-intl";
import { type AlertSubjectKind, findMetric } from "@/lib/alerts/figures/contract";

/** Names of the kinds that rules are about, and of their figures: `machineCpuPercent` of `cpu.percent` of a machine. */
type FigureTexts = ReturnType<typeof useTranslations<"labels.figures">>;

export const useFigureTexts = (): FigureTexts => useTranslations("labels.figures");

type Key = Parameters<FigureTexts["has"]>[0];
const isKey = (t: FigureTexts, key: string): key is Key => t.has(key as Key);

export function figureWord(t: FigureTexts, kind: AlertSubjectKind, name: string): string {
  const key = `${kind}.${name}`.replace(/\.(\w)/g, (_all, letter: string) => letter.toUpperCase());
  return isKey(t, key) ? t(key) : (findMetric(kind, name)?.label ?? name);
}
