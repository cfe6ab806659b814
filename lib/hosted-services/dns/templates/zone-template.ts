import type { z } from "zod";
import type { RrsetInput } from "../records/read-rrset";

type Definition<P> = {
  label: string;
  description: string;
  records(parameters: P, zone: string): RrsetInput[];
};

/** Records of a new zone beside its name servers. A template is one file in `kinds` and one line in the registry. */
export type ZoneTemplate = {
  label: string;
  description: string;
  /** Throws zod's error if the parameters are not those of the template. */
  build(parameters: unknown, zone: string): RrsetInput[];
};

export function defineZoneTemplate<S extends z.ZodType>(schema: S, definition: Definition<z.output<S>>): ZoneTemplate {
  const { label, description, records } = definition;
  return { label, description, build: (parameters, zone) => records(schema.parse(parameters), zone) };
}
