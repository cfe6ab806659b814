import { coreErrors, type FieldError } from "@/lib/core/errors";
import type { TemplateSpec, TemplateVariable } from "./contract";

/**
 * What a game's process finds in its environment. Customers may set only the variables that the template declares, by
 * the template's rules; the panel sets the rest. Pure.
 */
function problemWith(variable: TemplateVariable, value: string): string | null {
  const { rule } = variable;
  if (/\p{Cc}/u.test(value)) return "Use one line without control characters.";
  switch (rule.type) {
    case "text":
      return value.length <= rule.maxLength ? null : `Use at most ${rule.maxLength} characters.`;
    case "boolean":
      return value === "true" || value === "false" ? null : "Use true or false.";
    case "choice":
      return rule.choices.includes(value) ? null : `Use one of ${rule.choices.join(", ")}.`;
    case "integer": {
      const fits = /^-?\d{1,9}$/.test(value) && Number(value) >= rule.min && Number(value) <= rule.max;
      return fits ? null : `Use a whole number from ${rule.min} to ${rule.max}.`;
    }
  }
}

/** Throws `validation_failed` naming every variable that the template does not allow, and why. */
export function checkEnvironment(spec: TemplateSpec, environment: Record<string, string>): void {
  const declared = new Map(spec.variables.map((variable) => [variable.name, variable]));
  const errors: FieldError[] = [];
  for (const [name, value] of Object.entries(environment)) {
    const variable = declared.get(name);
    const message = variable ? problemWith(variable, value) : "This template has no such variable.";
    if (message) errors.push({ path: `environment.${name}`, message });
  }
  if (errors.length > 0) throw coreErrors.validation_failed({ errors });
}

export type EnvironmentFacts = {
  name: string;
  memoryMb: number;
  version: string | null;
  rconPassword: string;
  rconPort: number;
};

/** Heap of a JVM in a container of this size: the limit less 256 MB, less a fifth (metaspace, threads, direct buffers). */
export function heapMb(memoryMb: number): number {
  return Math.max(256, Math.floor((memoryMb - 256) / 1.25));
}

/** The container's whole environment: template defaults, the customer's choices, then what the panel decides. */
export function buildEnvironment(
  spec: TemplateSpec,
  chosen: Record<string, string>,
  facts: EnvironmentFacts,
): Record<string, string> {
  const values: Record<string, string> = {
    "server.name": facts.name,
    "server.memoryMb": String(facts.memoryMb),
    heapMb: String(heapMb(facts.memoryMb)),
    version: facts.version ?? spec.versions[0] ?? "",
    "rcon.password": facts.rconPassword,
    "rcon.port": String(facts.rconPort),
  };
  const fill = (text: string) => text.replace(/\{\{([a-zA-Z.]+)\}\}/g, (whole, key: string) => values[key] ?? whole);
  const environment: Record<string, string> = {};
  for (const variable of spec.variables) environment[variable.name] = chosen[variable.name] ?? fill(variable.default);
  for (const [name, text] of Object.entries(spec.environment)) environment[name] = fill(text);
  return environment;
}
