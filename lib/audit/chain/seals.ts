import { z } from "zod";
import { type AuditKeys, signWith } from "../audit-keys";

/** A point of a chain: the entry's number and its hash in hex. */
export type Point = { seq: number; hash: string };
export type Points = Map<number, Point>;

/** The state that the seals so far record: how far each chain went, and up to where retention removed it. */
export type SealedState = { heads: Points; anchors: Points };

export type SealRow = {
  seq: number;
  atMs: number;
  isFull: boolean;
  payload: string;
  prevMac: Buffer;
  macKey: string;
  mac: Buffer;
};

const pointsSchema = z.record(
  z.string().regex(/^\d+$/),
  z.tuple([z.number().int(), z.string().regex(/^[0-9a-f]{64}$/)]),
);
const payloadSchema = z.object({ heads: pointsSchema, anchors: pointsSchema });

function toRecord(points: Points): Record<string, [number, string]> {
  return Object.fromEntries([...points].map(([chain, { seq, hash }]) => [chain, [seq, hash]]));
}

function toPoints(record: z.output<typeof pointsSchema>): Points {
  return new Map(Object.entries(record).map(([chain, [seq, hash]]) => [Number(chain), { seq, hash }]));
}

export const emptyState = (): SealedState => ({ heads: new Map(), anchors: new Map() });

/** The points of `now` that `before` does not have. */
export function changedPoints(before: Points, now: Points): Points {
  return new Map(
    [...now].filter(([chain, { seq, hash }]) => before.get(chain)?.seq !== seq || before.get(chain)?.hash !== hash),
  );
}

export function readPayload(row: Pick<SealRow, "payload">): SealedState {
  const { heads, anchors } = payloadSchema.parse(JSON.parse(row.payload));
  return { heads: toPoints(heads), anchors: toPoints(anchors) };
}

/** The state after one more seal. */
export function foldSeal(state: SealedState, row: Pick<SealRow, "payload" | "isFull">): SealedState {
  const said = readPayload(row);
  if (row.isFull) return said;
  return { heads: new Map([...state.heads, ...said.heads]), anchors: new Map([...state.anchors, ...said.anchors]) };
}

type SealBody = Pick<SealRow, "seq" | "atMs" | "isFull" | "payload" | "prevMac">;

function message({ seq, atMs, isFull, payload, prevMac }: SealBody): string {
  return JSON.stringify([1, seq, Math.round(atMs), isFull, prevMac.toString("hex"), payload]);
}

export function makeSeal(keys: AuditKeys, seal: Omit<SealBody, "payload"> & { says: SealedState }): SealRow {
  const { says, ...rest } = seal;
  const payload = JSON.stringify({ heads: toRecord(says.heads), anchors: toRecord(says.anchors) });
  const body = { ...rest, payload };
  return { ...body, macKey: keys.currentId, mac: Buffer.from(signWith(keys, "seal", message(body)), "hex") };
}

/** Why a seal is not genuine; null when it is. */
export function sealProblem(keys: AuditKeys, row: SealRow): string | null {
  const mac = keys.mac(row.macKey, "seal", message(row));
  if (!mac) return `it was signed with the key ${row.macKey}, which AUDIT_KEYS does not have`;
  return mac === row.mac.toString("hex") ? null : "it was edited, or made by somebody without the key";
}
