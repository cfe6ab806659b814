"use client";

import { openPage } from "@/components/ui/browser/open-page";
import { SignInForm } from "./sign-in-form";

/**
 * The form of the sign-in page. Opens `next`, a page of this panel, with a full page load, so that no state of an
 * earlier person is kept.
 */
export function SignInPageForm({ notice, next }: { notice: string | null; next: string }) {
  return <SignInForm notice={notice} onSignedIn={() => openPage(next)} />;
}
