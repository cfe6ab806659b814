import { statement } from "@/lib/db/statement";

export const listCounters = statement({
  reason: "Scraped every few seconds, also from an idle process.",
  text: "SELECT name, label, value FROM counter ORDER BY name, label",
  columns: {
    name: "text",
    label: "text",
    value: "float8",
  },
});
