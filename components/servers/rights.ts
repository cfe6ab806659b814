export type Rights = Record<
  "power" | "console" | "command" | "update" | "reinstall" | "delete" | "credentials" | "suspend" | "share",
  boolean
>;
