import { z } from "zod";
import type { BackupTarget } from "@/lib/db/generated/client";
import type { TargetView } from "./contract";

const anything = z.record(z.string(), z.unknown());

/** Without its secret. */
export function toTargetView({ id, kind, name, settings, secretSealed }: BackupTarget): TargetView {
  return { id, kind, name, settings: anything.parse(settings), hasSecret: secretSealed !== null };
}
