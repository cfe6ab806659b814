import { sql } from "@/lib/db/transaction";
import { statusPageView } from "./contract";

const components = statusPageView.shape.components;

/** What the administrator set. */
export async function readStatusSettings() {
  const row = await sql().prisma.statusPage.findUniqueOrThrow({ where: { id: 1 } });
  return { enabled: row.enabled, title: row.title, components: components.parse(row.components) };
}
