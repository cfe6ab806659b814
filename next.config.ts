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
    "pusher",
    "prom-client",
    "@prisma/client",
    "twilio",
    "maxmind",
  ],
  // Types and lint are their own commands (`npm run check`); building twice would only be slower.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // Loading every page at boot costs memory that an idle panel does not need.
    preloadEntriesOnStart: false,
    // A build that was killed left a cache the next one hung on; one build per version gains nothing from it.
    turbopackFileSystemCacheForBuild: false,
    optimizePackageImports: ["@mantine/core", "@mantine/hooks", "@tabler/icons-react"],
  },
};

export default config;
