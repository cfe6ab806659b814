import type { GameClient, TemplateSpec } from "./contract";

export type SeedTemplate = {
  slug: string;
  name: string;
  description: string;
  image: string;
  spec: TemplateSpec;
  /** Programs that players join with. Not stored: a release that is older could not read it. */
  clients: readonly GameClient[];
};
