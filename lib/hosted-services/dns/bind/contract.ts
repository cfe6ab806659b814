/** Limits of a zone file that is imported. */
export const zoneTextLimits = { octets: 1_048_576, problems: 100 } as const;

/** What is wrong in a line of a zone file; lines count from 1. */
export type LineProblem = { line: number; message: string };
