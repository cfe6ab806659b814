import type { Metadata } from "next";
import { ReleaseReport } from "@/components/admin/release/release-report";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { readRelease } from "@/lib/platform/release/read-release";

export const metadata: Metadata = { title: "Release" };

export default async function ReleasePage() {
  const actor = await requirePageActor("release.read");
  return <ReleaseReport release={await readRelease(actor)} />;
}
