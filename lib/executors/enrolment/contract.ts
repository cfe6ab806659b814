import { z } from "zod";
import { addresses, id, name, visible } from "../fields/contract";

/** Links with which machines register themselves. */
export const enrolmentBody = z.strictObject({
  name,
  templateId: id("ext").optional(),
  uses: z.int().min(1).max(1000).default(1),
  expiresInMinutes: z.int().min(1).max(43_200).default(60),
  addresses: addresses.default([]),
});
export const enrolBody = z.strictObject({
  token: z.string().max(100),
  name: name.optional(),
  machineId: visible(128).optional(),
  /** This machine is a copy of one that runs, and shall be an executor of its own. */
  asNew: z.boolean().default(false),
});
export const enrolmentView = z.object({
  id: z.string(),
  name: z.string(),
  templateId: z.string().nullable(),
  uses: z.int(),
  maxUses: z.int(),
  addresses: z.array(z.string()),
  expiresAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
});
export type EnrolmentView = z.output<typeof enrolmentView>;
