import { z } from "zod";
import type { RequestOrigin } from "@/lib/access/actor";
import type { NoticeTexts } from "@/lib/i18n/notice-texts";
import { describeAgent } from "../sessions/describe-agent";

/** Time, address and device of what a message to the owner of an account reports. */
export const whereFromSchema = z.object({
  at: z.string(),
  address: z.string().nullable(),
  device: z.string().nullable(),
});
export type WhereFrom = z.output<typeof whereFromSchema>;

export function whereFrom(origin: RequestOrigin): WhereFrom {
  return {
    at: new Date().toISOString().replace("T", " ").slice(0, 16).concat(" UTC"),
    address: origin.ip,
    // The User-Agent header could be any text: only what is recognised of it is passed on.
    device: origin.userAgent ? describeAgent(origin.userAgent).label : null,
  };
}

/** One line for an entry in the panel, which shows the time itself; null when nothing is known. */
export function lineOf(t: NoticeTexts, { address, device }: WhereFrom, place: string | null = null): string | null {
  const from = [address, place].filter(Boolean).join(", ");
  if (!from) return device;
  return device ? t("newDevice.deviceFrom", { device, address: from }) : t("newDevice.from", { address: from });
}
