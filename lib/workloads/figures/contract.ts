/** How creating workloads of one kind went. */
export type CreateFigures = {
  /** Creates that ended in the last 24 hours. */
  created: number;
  failed: number;
  /** Milliseconds from accept to online; null without any. */
  medianMs: number | null;
  slowestMs: number | null;
  /** Failures of the last 24 hours by code, the most frequent first. */
  errors: { code: string; count: number }[];
  /** Creates and failures by hour, the oldest first; 24 entries. */
  hours: { at: string; created: number; failed: number }[];
};
