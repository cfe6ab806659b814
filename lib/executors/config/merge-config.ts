import { baseConfig, type ExecutorConfig, type ExecutorSettings } from "./contract";

/**
 * Base → template → the executor's own: later layers win field by field; features and settings name by name, where null
 * removes what a lower layer set. Pure.
 */
export function mergeConfig(...layers: readonly ExecutorSettings[]): ExecutorConfig {
  let merged = baseConfig;
  for (const { features, settings, ...fields } of layers) {
    merged = {
      ...merged,
      ...definedOnly(fields),
      features: mergeNames(merged.features, features),
      settings: mergeNames(merged.settings, settings),
    };
  }
  return merged;
}

function definedOnly<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function mergeNames<V>(below: Record<string, V>, above: Record<string, V | null> = {}): Record<string, V> {
  const kept = Object.entries({ ...below, ...above }).filter(([, value]) => value !== null);
  // By name, so that equal configurations are equal texts.
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))) as Record<string, V>;
}

export type ConfigChange = { path: string; before: unknown; after: unknown };

/** What differs, by path (`features.x`), in the order of their names; undefined: not there. Pure. */
export function diffConfig(before: ExecutorConfig, after: ExecutorConfig): ConfigChange[] {
  const flat = ({ features, settings, ...fields }: ExecutorConfig): Record<string, unknown> => ({
    ...fields,
    ...prefixed("features", features),
    ...prefixed("settings", settings),
  });
  const [old, now] = [flat(before), flat(after)];
  const paths = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return paths.filter((path) => old[path] !== now[path]).map((path) => ({ path, before: old[path], after: now[path] }));
}

function prefixed(name: string, values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]));
}
