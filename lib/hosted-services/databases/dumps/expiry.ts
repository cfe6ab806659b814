const dayMs = 86_400_000;

export const daysFromNow = (days: number, nowMs: number = Date.now()) => new Date(nowMs + days * dayMs);
