/** What the browser knows of this kind of database. */
export const mariadb = {
  label: "MariaDB",
  client: "mariadb",
  extensions: [],
  readOnlyHint: "Empty or drop tables (TRUNCATE, DROP), or ask for a larger size.",
} as const;
