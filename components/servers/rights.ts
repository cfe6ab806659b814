export type Rights = Record<
  "power" | "command" | "update" | "reinstall" | "delete" | "credentials" | "suspend" | "share",
  boolean
>;
