"use client";

import { SignInForm } from "./sign-in-form";

/** The sign-in page's form; leads to `next`, a page of this panel, as a new page: nothing of nobody's is kept. */
export function SignInPageForm({ notice, next }: { notice: string | null; next: string }) {
  return <SignInForm notice={notice} onSignedIn={() => window.location.assign(next)} />;
}
