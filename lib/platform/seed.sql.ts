import { statement } from "@/lib/db/statement";

export const countNodes = statement({
  reason: "Runs at each start.",
  text: "SELECT count(*)::int AS n FROM node",
  columns: {
    n: "int4",
  },
});

export const nameFirstRegion = statement({
  reason: "Runs at the first start.",
  text: "UPDATE region SET name = 'This machine' WHERE slug = 'local'",
});
