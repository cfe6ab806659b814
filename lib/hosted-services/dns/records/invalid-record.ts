/**
 * Text that is no record; the message says what to write. It never leaves this module: `readRrset` and the reader of
 * zone files turn it into a problem with its place.
 */
export class InvalidRecord extends Error {
  override name = "InvalidRecord";
}

/** The value, or the message of why there is none. Other errors are defects and pass. */
export function attempt<T>(read: () => T): { value: T } | { message: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof InvalidRecord) return { message: error.message };
    throw error;
  }
}

/** The other direction of {@link attempt}. */
export function requireValue<T>(read: { value: T } | { message: string }): T {
  if ("message" in read) throw new InvalidRecord(read.message);
  return read.value;
}
