/** Sections of the API's document that are not named after the first part of the path. */
const sections: [path: string, tag: string][] = [
  ["/api/account/2fa", "Account security"],
  ["/api/account/step-up", "Account security"],
  ["/api/admin", "Administration"],
  ["/api/auth", "Signing in"],
  ["/api/executor-templates", "Executors"],
  ["/api/health", "Panel"],
  ["/api/metrics", "Panel"],
  ["/api/notifications", "Account"],
  ["/api/openapi.json", "Panel"],
  ["/api/pusher", "Realtime"],
  ["/api/regions", "Servers"],
  ["/api/setup", "Account"],
  ["/api/templates", "Servers"],
];

/** The section of a route: `/api/game-servers/[id]` is in "Game servers", unless the list says otherwise. */
export function tagOf(path: string): string {
  const section = sections.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
  if (section) return section[1];
  const words = (path.split("/")[2] ?? "").replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
