/** Times of samples: multiples of the interval, moved by a share of it that is each agent's own. Pure. */
export function nextOnGrid(nowMs: number, intervalMs: number, share: number): number {
  const phase = Math.floor(share * intervalMs);
  return Math.floor((nowMs - phase) / intervalMs) * intervalMs + intervalMs + phase;
}
