/** Folders and files whose texts are not in the catalogue yet. They are removed one by one; nothing is added. */
export const notYet = [
  "app/(panel)/admin",
  "app/(panel)/alerts",
  "app/(panel)/databases",
  "app/(panel)/dns",
  "app/(panel)/executors",
  "app/(panel)/machines",
  "app/(panel)/mail",
  "app/docs",
  "components/admin",
  "components/alerts",
  "components/databases",
  "components/dns",
  "components/executors",
  "components/hosted",
  "components/mail",
  "components/monitoring",
];
