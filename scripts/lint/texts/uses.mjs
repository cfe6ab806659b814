// Which keys of the catalogue the code names.

/** Namespaces whose keys are names of a registry; tests of these registries compare them. */
const registries = ["errors", "labels", "lastError", "notices", "offlinePage", "sentences", "shell.pages", "ui.states"];

/**
 * A key is used when code names its namespace and the key: as a string, or as the beginning of a template
 * (`state.${name}`, `done-${name}`). @param {{ text: string }[]} sources
 * @returns {(key: string) => boolean}
 */
export function usesIn(sources) {
  const named = new Set();
  const begun = new Set();
  for (const { text } of sources) {
    for (const [, name] of text.matchAll(/["']([A-Za-z][\w.-]*)["']/g)) named.add(name);
    for (const [, start] of text.matchAll(/`([A-Za-z][\w.]*[.-])\$\{/g)) begun.add(start);
  }
  return (key) => {
    const parts = key.split(".");
    if (registries.some((name) => key.startsWith(`${name}.`))) return true;
    for (let at = parts.length - 1; at > 0; at--) {
      const namespace = parts.slice(0, at).join(".");
      const rest = parts.slice(at).join(".");
      if (named.has(namespace) && (named.has(rest) || [...begun].some((start) => rest.startsWith(start)))) return true;
    }
    return false;
  };
}
