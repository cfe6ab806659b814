import { newId } from "@/lib/core/ids";
import type { Sql } from "@/lib/db/transaction";
import { writeTemplate } from "../servers.sql";
import { type GameClient, templateSpecSchema } from "./contract";
import { minecraftJava } from "./minecraft-java";
import { sampleGame } from "./sample-game";
import type { SeedTemplate } from "./seed-template";

/** The games that every installation starts with; a new one is one file and one line here. */
export const seedTemplates: readonly SeedTemplate[] = [minecraftJava, sampleGame];

/** The programs that players of a game join with. */
export function clientsOf(slug: string): readonly GameClient[] {
  return seedTemplates.find((template) => template.slug === slug)?.clients ?? [];
}

/** Writes the shipped templates; an administrator's `enabled` is kept. */
export async function seedTemplateRows(db: Sql): Promise<void> {
  for (const template of seedTemplates) {
    const spec = templateSpecSchema.parse(template.spec);
    const { slug, name, description, image } = template;
    await db.run(writeTemplate, [newId("template"), slug, name, description, image, JSON.stringify(spec)]);
  }
}
