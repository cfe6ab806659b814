import { coreErrors } from "@/lib/core/errors";
import { mbToGib } from "@/lib/core/units";
import type { Sql } from "@/lib/db/transaction";
import { gameServerErrors } from "../errors";
import { selectOffered } from "../servers.sql";
import { type TemplateSpec, templateSpecSchema } from "./contract";

export type LoadedTemplate = { id: string; slug: string; name: string; image: string; spec: TemplateSpec };

type Row = { id: string; slug: string; name: string; image: string; spec: unknown };

// Parsing a spec costs more than reading it; the same row text parses to the same object.
const parsed = new Map<string, { source: string; spec: TemplateSpec }>();

function parseSpec(row: Row): TemplateSpec {
  const source = JSON.stringify(row.spec);
  const known = parsed.get(row.id);
  if (known?.source === source) return known.spec;
  const spec = templateSpecSchema.parse(row.spec);
  parsed.set(row.id, { source, spec });
  return spec;
}

const loaded = (row: Row): LoadedTemplate => {
  const { id, slug, name, image } = row;
  return { id, slug, name, image, spec: parseSpec(row) };
};

/** The template on offer under this short name; `unknown_template` for none or a disabled one. */
export async function loadTemplate(slug: string, db: Sql): Promise<LoadedTemplate> {
  const row = await db.row(selectOffered, [slug]);
  if (!row) {
    throw gameServerErrors.unknown_template({
      detail: `There is no template called ${slug}.`,
      errors: [{ path: "template", message: "Choose one of the templates on offer." }],
    });
  }
  return loaded(row);
}

/** The template of an existing server, enabled or not. */
export async function loadTemplateById(id: string, db: Sql): Promise<LoadedTemplate> {
  const row = await db.prisma.template.findUnique({ where: { id } });
  if (!row) throw gameServerErrors.unknown_template();
  return loaded(row);
}

/** The image reference of a version: the template's, with the tag left as it is; versions travel in the environment. */
export function checkVersion(template: LoadedTemplate, version: string | undefined): void {
  if (version === undefined || template.spec.versions.includes(version)) return;
  throw coreErrors.validation_failed({
    errors: [{ path: "version", message: `Choose one of ${template.spec.versions.join(", ")}.` }],
  });
}

export function checkSize(template: LoadedTemplate, size: { memoryMb: number }): void {
  const { minimumMb } = template.spec.memory;
  if (size.memoryMb >= minimumMb) return;
  throw coreErrors.validation_failed({
    errors: [{ path: "memory", message: `${template.name} needs at least ${mbToGib(minimumMb)} GiB.` }],
  });
}
