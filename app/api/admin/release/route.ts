import { route } from "@/lib/http/route";
import { releaseView } from "@/lib/platform/release/contract";
import { readRelease } from "@/lib/platform/release/read-release";

export const GET = route({
  summary: "The release that runs, its history on this installation and its notes.",
  permission: "release.read",
  response: releaseView,
  handle: ({ actor }) => readRelease(actor),
});
