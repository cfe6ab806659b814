import { describe, expect, it } from "vitest";
import { z } from "zod";
import { english } from "@/components/testing/english";
import { fieldRows } from "./field-rows";

const t = english("pages.docs.api");

describe("fieldRows", () => {
  it("reads like the schema: nested fields by path, limits and defaults in words", () => {
    const schema = z.toJSONSchema(
      z.object({
        name: z.string().max(60),
        memory: z.number().min(0.5).default(2),
        owner: z.object({ id: z.string() }).nullable(),
        steps: z.array(z.object({ status: z.enum(["done", "failed"]) })),
        environment: z.record(z.string(), z.string()).optional(),
        port: z.number().int().nullable(),
      }),
      { io: "input" },
    );
    const rows = fieldRows(t, JSON.parse(JSON.stringify(schema)));
    expect(rows.map(({ path, type, required, notes }) => `${path}${required ? "!" : ""}: ${type} (${notes})`)).toEqual([
      "name!: string (length at most 60)",
      "memory: number (at least 0.5, default 2)",
      "owner!: object | null ()",
      "owner.id!: string ()",
      "steps!: object[] ()",
      'steps[].status!: "done" | "failed" ()',
      "environment: { name: string } ()",
      "port!: integer | null ()",
    ]);
  });
});
