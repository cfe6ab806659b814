import { keysOf } from "@/lib/core/records";
import type { ExecutorConfig, ExecutorSettings } from "@/lib/executors/config/contract";

/** Configuration by path (`features.x`), as the tables show it. Pure. */
export function flatConfig({ features = {}, settings = {}, ...fields }: ExecutorSettings): Record<string, unknown> {
  const under = (name: string, values: Record<string, unknown>) =>
    Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]);
  return Object.fromEntries([
    ...Object.entries(fields),
    ...under("features", features),
    ...under("settings", settings),
  ]);
}

export type SetBy = "base" | "template" | "own";
export type ConfigLine = { path: string; value: unknown; setBy: SetBy };

/**
 * Each effective value and the layer that set it: the executor's own override; otherwise a value that differs from the
 * base is from the template. A value that an override removes is a line without a value. Pure.
 */
export function configLines(config: ExecutorConfig, overrides: ExecutorSettings, base: ExecutorConfig): ConfigLine[] {
  const [effective, own, below] = [flatConfig(config), flatConfig(overrides), flatConfig(base)];
  const paths = [...new Set([...Object.keys(effective), ...Object.keys(own)])];
  return paths.map((path) => {
    const value = effective[path];
    if (Object.hasOwn(own, path)) return { path, value, setBy: "own" };
    return { path, value, setBy: value === below[path] ? "base" : "template" };
  });
}

/**
 * The value that an empty field of the executor's own layer takes; the template's value where its own layer hides it.
 * Pure.
 */
export function configBelow(
  executor: { config: ExecutorConfig; overrides: ExecutorSettings },
  template: ExecutorSettings | undefined,
  base: ExecutorConfig,
): ExecutorConfig {
  const { features: _features, settings: _settings, ...own } = executor.overrides;
  const hidden = keysOf(own);
  const fromBelow = hidden.map((field) => [field, template?.[field] ?? base[field]]);
  return { ...executor.config, ...Object.fromEntries(fromBelow) };
}

/** The changes that the panel reports, as two columns of a table. Pure. */
export function sidesOf(changes: readonly { path: string; before?: unknown; after?: unknown }[]) {
  const side = (name: "before" | "after") => Object.fromEntries(changes.map((change) => [change.path, change[name]]));
  return { before: side("before"), after: side("after") };
}

/** A value as readable text. Pure. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return "removed";
  if (typeof value === "boolean") return value ? "on" : "off";
  return String(value);
}
