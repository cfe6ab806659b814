import { statement } from "../statement";

export const addToCounters = statement({
  reason: "Inserts or increments all rows in one statement.",
  text: `
    INSERT INTO counter (name, label, value)
    SELECT * FROM unnest($1::text[], $2::text[], $3::float8[])
    ON CONFLICT (name, label) DO UPDATE SET value = counter.value + excluded.value`,
});
