/** Reported in heartbeats; the panel reads it out of the bundle. */
export const lightnodeExecutorVersion = "1.0.0";
