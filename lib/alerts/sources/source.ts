import type { Sql } from "@/lib/db/transaction";
import type { AlertSubjectKind } from "../figures/contract";

/** One object that rules may be about, with its figures now. */
export type Reading = {
  subjectId: string;
  /** Null: an object of the panel. */
  ownerId: string | null;
  name: string;
  /** Its page. */
  href: string | null;
  figures: Readonly<Record<string, number>>;
  /** Key under which its samples are stored; null: they are not. */
  subject: number | null;
  /** Of the newest sample; null: there was none. Figures that are not stored hold at any time. */
  sampleAtMs: number | null;
  /** No sample came within the time in which one is expected. */
  isSilent: boolean;
};

/** Where figures of one kind of object come from. */
export type AlertSource = {
  kind: AlertSubjectKind;
  /** How often it is worth to ask, in milliseconds. */
  everyMs: number;
  /** All objects, or one of them. */
  read(db: Sql, nowMs: number): Promise<Reading[]>;
};
