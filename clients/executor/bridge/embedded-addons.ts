/** ZeroMQ's native code inside the bundle; the build fills it in (`scripts/setup/build-executor.mjs`). */
export type EmbeddedAddon = {
  platform: string;
  arch: string;
  /** Hex, of the library itself. */
  sha256: string;
  /** The library, compressed with brotli, in base64. */
  data: string;
};

/** Empty where the program runs from its sources: the package finds its own library there. A function, so that V8 can drop the 2 MB of text after its use. */
export const embeddedAddons = (): readonly EmbeddedAddon[] => [];
