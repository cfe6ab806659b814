/** SQL over `node n`: its reserve of space or files is in use, as the disk watch counts them (watch/decide-disk.ts). */
export const diskIsFull = `coalesce((n.disk->>'freeMb')::int < (n.disk->>'reserveMb')::int
    OR (n.disk->>'freeFiles')::bigint < (n.disk->>'totalFiles')::bigint * 0.05, false)`;
