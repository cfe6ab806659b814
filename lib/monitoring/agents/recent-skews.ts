/** The differences of clocks that were measured last, by agent. Each process has its own; a start begins with none. */
const mostKept = 5;
const mostAgents = 20_000;
const measured = new Map<string, readonly number[]>();

/** Adds a measurement, and returns those before it, the oldest first. */
export function recentSkews(agentId: string, skewMs: number): readonly number[] {
  const before = measured.get(agentId) ?? [];
  if (measured.size >= mostAgents) measured.clear();
  measured.set(agentId, [...before, skewMs].slice(-mostKept));
  return before;
}
