/**
 * A place where backup files are. A file has its name only when it is complete: what a killed process leaves is
 * removed by `removePartials`. Failures are `backup_target_failed` with the place's own words.
 */
export type BackupStore = {
  write(name: string, source: AsyncIterable<Buffer>, signal: AbortSignal): Promise<void>;
  /** Throws `backup_not_ready` when there is no such file. */
  read(name: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Nothing when there is no such file. */
  remove(name: string): Promise<void>;
  /** What was begun and never completed; only called while nothing is written. */
  removePartials(): Promise<number>;
  /** Writes, reads and removes a small file. */
  test(): Promise<void>;
};
