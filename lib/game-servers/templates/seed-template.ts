import type { TemplateSpec } from "../contract";

export type SeedTemplate = { slug: string; name: string; description: string; image: string; spec: TemplateSpec };
