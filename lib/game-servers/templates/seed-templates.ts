import { newId } from "@/lib/core/ids";
import type { Sql } from "@/lib/db/transaction";
import { templateSpecSchema } from "../contract";
import { minecraftJava } from "./minecraft-java";
import { sampleGame } from "./sample-game";
import type { SeedTemplate } from "./seed-template";

/** The games that every installation starts with; a new one is one file and one line here. */
export const seedTemplates: readonly SeedTemplate[] = [minecraftJava, sampleGame];

/** Writes the shipped templates; an administrator's `enabled` is kept. */
export async function seedTemplateRows(db: Sql): Promise<void> {
  for (const template of seedTemplates) {
    const spec = templateSpecSchema.parse(template.spec);
    await db.run(
      `INSERT INTO template (id, slug, name, description, image, spec) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (slug) DO UPDATE SET name = excluded.name, description = excluded.description,
         image = excluded.image, spec = excluded.spec`,
      [newId("template"), template.slug, template.name, template.description, template.image, JSON.stringify(spec)],
    );
  }
}
