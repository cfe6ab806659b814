import type { StoredSilence } from "../evaluate/stored";

type Hidden = { ownerId: string | null; ruleId: string | null; subjectKind: string; subjectId: string };

/** Whether one of the silences holds back the messages of an alert now. Pure. */
export function isSilenced(silences: readonly StoredSilence[], alert: Hidden, nowMs: number): boolean {
  return silences.some((silence) => concerns(silence, alert) && isActive(silence, nowMs));
}

/** A silence of a person is about their own alerts; one of the panel about all. */
function concerns(silence: StoredSilence, alert: Hidden): boolean {
  return (
    (silence.ownerId === null || silence.ownerId === alert.ownerId) &&
    (silence.ruleId === null || silence.ruleId === alert.ruleId) &&
    (silence.subjectKind === null || silence.subjectKind === alert.subjectKind) &&
    (silence.subjectId === null || silence.subjectId === alert.subjectId)
  );
}

export function isActive(
  { startsAt, endsAt, daily }: Pick<StoredSilence, "startsAt" | "endsAt" | "daily">,
  nowMs: number,
) {
  if (nowMs < Date.parse(startsAt) || nowMs >= Date.parse(endsAt)) return false;
  return daily === null || isWithinHours(daily, nowMs);
}

/** By the clock on the wall there, so that it stays right when daylight saving begins or ends. */
export function isWithinHours({ from, to, timeZone }: NonNullable<StoredSilence["daily"]>, nowMs: number): boolean {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const time = format.format(nowMs);
  return from <= to ? time >= from && time < to : time >= from || time < to;
}
