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
  experimental: {
    // Loading every page at boot costs memory that an idle panel does not need.
    preloadEntriesOnStart: false,
    // Half a gigabyte that nobody reads: a version is built once, in an empty folder.
    turbopackFileSystemCacheForBuild: false,
    optimizePackageImports: ["@mantine/core", "@mantine/hooks", "@tabler/icons-react"],
  },
};

export default config;
