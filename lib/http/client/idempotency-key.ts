/** A key for one creating call and its repetitions. Not `randomUUID`, which browsers have on https pages only. */
export function newIdempotencyKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
