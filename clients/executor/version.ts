/** The panel reads the version from the bundle's text by this name (`lib/executors/enrolment/program.ts`). */
const named = globalThis as { lightnodeExecutorVersion?: string; lightnodePlatformUrl?: string };
named.lightnodeExecutorVersion = "1.0.0";

export const version = named.lightnodeExecutorVersion;

/** The address of the panel that this file was fetched from; absent from a bundle that no panel served. */
export const builtInUrl: string | undefined = named.lightnodePlatformUrl;
