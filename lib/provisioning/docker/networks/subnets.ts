/** Address blocks as numbers. Pure; IPv4 only. */
export type Block = { first: number; last: number };

/** `10.210.0.0/16` as a block; null when it is not IPv4 CIDR notation. */
export function parseCidr(text: string): Block | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return null;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return null;
  const size = 2 ** (32 - prefix);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = address - (address % size);
  return { first, last: first + size - 1 };
}

export function formatCidr(first: number, prefix: number): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join(".")}/${prefix}`;
}

export function overlap(a: Block, b: Block): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/**
 * The first block of size `prefix` inside `pool` that overlaps none of `used`, searching from the `start`th (0..1 of
 * the pool) and around; null when the pool is full.
 */
export function pickFreeBlock(pool: Block, prefix: number, used: Block[], start = 0): string | null {
  const size = 2 ** (32 - prefix);
  const count = Math.floor((pool.last - pool.first + 1) / size);
  const taken = new Set<number>();
  for (const block of used) {
    if (!overlap(block, pool)) continue;
    const from = Math.floor((Math.max(block.first, pool.first) - pool.first) / size);
    const to = Math.floor((Math.min(block.last, pool.last) - pool.first) / size);
    for (let index = from; index <= to; index++) taken.add(index);
  }
  const offset = Math.floor(start * count);
  for (let step = 0; step < count; step++) {
    const index = (offset + step) % count;
    if (!taken.has(index)) return formatCidr(pool.first + index * size, prefix);
  }
  return null;
}
