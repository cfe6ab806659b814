import { formatValue } from "@/components/monitoring/charts/format-value";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
import type { AlertView } from "@/lib/alerts/contract";
import classes from "./alerts.module.css";

/** "3 min", "2.5 h", "4 d". Pure. */
export function formatDuration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 360) / 10} h`;
  return `${Math.round(seconds / 8_640) / 10} d`;
}

/** A figure of an alert as people read it. Pure. */
export function formatFigure(locale: string, unit: string, value: number): string {
  if (unit === "seconds") return formatDuration(value);
  const short = unit === "days" ? "d" : unit === "hours" ? "h" : null;
  return short ? `${Math.round(value * 10) / 10} ${short}` : formatValue(locale, unit, value);
}

/** The severity as a word; the colour is in addition. */
export function SeverityMark({ severity }: { severity: AlertView["severity"] }) {
  const tStates = useStateTexts();
  return (
    <span className={classes.severity} data-severity={severity}>
      <span aria-hidden="true">{severity === "critical" ? "■" : "▲"}</span> {stateWord(tStates, severity)}
    </span>
  );
}
