/** Folders and files whose texts are not in the catalogue yet. They are removed one by one; nothing is added. */
export const notYet = [
  "app/(auth)/cancel-reset",
  "app/(auth)/mailbox",
  "app/(auth)/reset-password",
  "app/(auth)/setup",
  "app/(auth)/sign-in",
  "app/(auth)/sign-up",
  "app/(auth)/verify-email",
  "app/(panel)/account",

  "app/(panel)/error.tsx",

  "app/(panel)/not-found.tsx",
  "app/(panel)/notifications",
  "app/(panel)/page.tsx",
  "app/(panel)/servers",

  "app/global-error.tsx",
  "app/not-found.tsx",
  "app/status",
  "components/account",

  "components/audit",
  "components/auth",
  "components/dashboard",

  "components/notifications",
  "components/runs",
  "components/servers",
  "components/shell",
  "components/status",
  "components/theme",
  "components/ui",
];
