"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { type StepUpRequest, stepUpEvent } from "@/lib/http/client/send";

const StepUpDialog = dynamic(() => import("@/components/auth/factors/step-up-dialog"), { ssr: false });

/** Calls that need a confirmation wait here while the person is asked. One dialog answers all of them. */
export function StepUpHost() {
  const [requests, setRequests] = useState<StepUpRequest[]>([]);
  useEffect(() => {
    const onRequest = (event: CustomEvent<StepUpRequest>) => {
      event.preventDefault();
      setRequests((waiting) => [...waiting, event.detail]);
    };
    window.addEventListener(stepUpEvent, onRequest);
    return () => window.removeEventListener(stepUpEvent, onRequest);
  }, []);
  const [first] = requests;
  if (!first) return null;
  const answer = (confirmed: boolean) => {
    for (const request of requests) request.answer(confirmed);
    setRequests([]);
  };
  return <StepUpDialog methods={first.methods} onAnswer={answer} />;
}
