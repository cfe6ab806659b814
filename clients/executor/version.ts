/** The panel reads the version from the bundle's text by this name (`lib/executors/enrolment/program.ts`). */
declare global {
  var lightnodeExecutorVersion: string | undefined;
  var lightnodePlatformUrl: string | undefined;
}
globalThis.lightnodeExecutorVersion = "1.0.0";

export const version = globalThis.lightnodeExecutorVersion;

/** The address of the panel that this file was fetched from; absent from a bundle that no panel served. */
export const builtInUrl: string | undefined = globalThis.lightnodePlatformUrl;
