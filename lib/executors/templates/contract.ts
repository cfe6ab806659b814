import { z } from "zod";
import { settingsSchema } from "../config/contract";
import { ifVersion, name } from "../fields/contract";

/** Configurations that several executors share. */
export const templateBody = z.strictObject({ name, settings: settingsSchema.default({}) });
export const templateChange = z
  .strictObject({ name: name.optional(), settings: settingsSchema.optional(), ifVersion: ifVersion.optional() })
  .refine(({ ifVersion: _version, ...change }) => Object.keys(change).length > 0, "Change at least one field.");
export type TemplateChange = z.output<typeof templateChange>;
export const templateView = z.object({
  id: z.string(),
  name: z.string(),
  ownerId: z.string(),
  ownerName: z.string(),
  version: z.int(),
  liveVersion: z.int(),
  settings: settingsSchema,
  executors: z.int(),
  createdAt: z.iso.datetime(),
});
export type TemplateView = z.output<typeof templateView>;
