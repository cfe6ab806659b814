import type { AbstractIntlMessages } from "next-intl";

/** A namespace is an object; a compiled text is a string or an array. */
const isNamespace = (value: unknown): value is AbstractIntlMessages =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Both together, namespace by namespace. Pure. */
export function mergeMessages(outer: AbstractIntlMessages, inner: AbstractIntlMessages): AbstractIntlMessages {
  const merged = { ...outer };
  for (const [name, value] of Object.entries(inner)) {
    const known = merged[name];
    merged[name] = isNamespace(known) && isNamespace(value) ? mergeMessages(known, value) : value;
  }
  return merged;
}

/** The texts of these namespaces without the namespaces inside them, in their nested form. Pure. */
export function pickMessages(all: AbstractIntlMessages, namespaces: readonly string[]): AbstractIntlMessages {
  let picked: AbstractIntlMessages = {};
  for (const namespace of namespaces) {
    const path = namespace.split(".");
    let found: AbstractIntlMessages | string = all;
    for (const part of path) found = isNamespace(found) ? (found[part] ?? {}) : {};
    const texts = Object.entries(found).filter(([, value]) => !isNamespace(value));
    const nested = path.reduceRight<AbstractIntlMessages>(
      (inner, part) => ({ [part]: inner }),
      Object.fromEntries(texts),
    );
    picked = mergeMessages(picked, nested);
  }
  return picked;
}
