"use client";

import { Modal } from "@mantine/core";
import { SignInForm } from "@/components/auth/sign-in-form";

type Props = { notice: string; onSignedIn: () => void; onClose: () => void };

/** Signs in again above the page, so that what was typed there is still there. */
export default function SignInAgain({ notice, onSignedIn, onClose }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      title="Sign in again"
      centered
      size="sm"
      zIndex={500}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": "Leave this page" }}
    >
      <SignInForm notice={notice} onSignedIn={onSignedIn} />
    </Modal>
  );
}
