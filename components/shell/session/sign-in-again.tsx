"use client";

import { useTranslations } from "next-intl";
import { SignInForm } from "@/components/auth/sign-in/sign-in-form";
import { Dialog } from "@/components/ui/dialog/dialog";

type Props = { notice: string; onSignedIn: () => void; onClose: () => void };

/** A sign-in dialog above the page, so that typed values are kept. */
export default function SignInAgain({ notice, onSignedIn, onClose }: Props) {
  const t = useTranslations("shell.session");
  return (
    <Dialog
      onClose={onClose}
      title={t("signInAgain")}
      centered
      size="sm"
      zIndex={500}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("leaveThisPage") }}
    >
      <SignInForm notice={notice} onSignedIn={onSignedIn} />
    </Dialog>
  );
}
