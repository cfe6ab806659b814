import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or process-wide packages stay outside the bundle.
  serverExternalPackages: [
    "pg",
    "dockerode",
    "pino",
    "@node-rs/bcrypt",
    "piscina",
    "pusher",
    "prom-client",
    "@prisma/client",
    "twilio",
    "maxmind",
  ],
  // No page uses it, and it would resize pictures for everybody who asks: it answers 404.
  images: { unoptimized: true },
  // Types and lint are their own commands (`npm run check`); building twice would only be slower.
  typescript: { ignoreBuildErrors: true },
  // What the plugin of next-intl would set. It also loads a compiler into every process that reads this file. The second
  // line leaves the parser of messages out: lib/i18n/generated has them compiled.
  turbopack: {
    resolveAlias: {
      "next-intl/config": "./lib/http/pages/page-locale.ts",
      "use-intl/format-message": "./node_modules/use-intl/dist/esm/production/format-message/format-only.js",
    },
  },
  experimental: {
    // Loading every page at boot costs memory that an idle panel does not need.
    preloadEntriesOnStart: false,
    // Half a gigabyte that nobody reads: a version is built once, in an empty folder.
    turbopackFileSystemCacheForBuild: false,
    optimizePackageImports: ["@mantine/core", "@mantine/hooks", "@tabler/icons-react"],
  },
};

export default config;
