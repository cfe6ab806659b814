/** How creating servers went in the last days, for staff. Durations are in milliseconds, from the request to ready. */
type Durations = { count: number; medianMs: number | null; p95Ms: number | null };

export type ProvisioningReport = {
  days: number;
  total: number;
  succeeded: number;
  durations: Durations;
  templates: (Durations & { template: string; succeeded: number; total: number })[];
  steps: (Durations & { step: string })[];
  /** By day, oldest first; days without a run are in it. */
  trend: { day: string; succeeded: number; failed: number }[];
  errors: { code: string; count: number; lastAt: string; message: string }[];
  pools: { address: string; total: number; used: number; usedPerDay: number; daysLeft: number | null }[];
};
