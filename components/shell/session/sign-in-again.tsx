"use client";

import { SignInForm } from "@/components/auth/sign-in/sign-in-form";
import { Dialog } from "@/components/ui/dialog/dialog";

type Props = { notice: string; onSignedIn: () => void; onClose: () => void };

/** A sign-in dialog above the page, so that typed values are kept. */
export default function SignInAgain({ notice, onSignedIn, onClose }: Props) {
  return (
    <Dialog
      onClose={onClose}
      title="Sign in again"
      centered
      size="sm"
      zIndex={500}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": "Leave this page" }}
    >
      <SignInForm notice={notice} onSignedIn={onSignedIn} />
    </Dialog>
  );
}
