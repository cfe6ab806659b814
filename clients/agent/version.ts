/** The panel reads it from the bundle, so its name stays. */
const lightnodeAgentVersion = "1.1.0";
export const version = lightnodeAgentVersion;
