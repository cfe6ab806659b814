"use client";

import { Alert } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { ApiError, explain } from "@/lib/http/client/problem";

export type Submit = {
  state: "idle" | "busy" | "done";
  /** Messages by field name, from the server's own rules. */
  fields: Record<string, string>;
  onSubmit: (event: FormEvent<HTMLFormElement>) => Promise<void>;
  /** An error that belongs to no field. */
  alert: ReactNode;
};

/** Sends a form: messages are shown beside their fields, typed values are kept, and success clears them. */
export function useSubmit(send: (text: (name: string) => string) => Promise<void>): Submit {
  const [state, setState] = useState<Submit["state"]>("idle");
  const [problem, setProblem] = useState<string | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});
  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    setState("busy");
    setProblem(null);
    setFields({});
    try {
      await send((name) => String(data.get(name) ?? ""));
      form.reset();
      setState("done");
    } catch (error) {
      const messages = error instanceof ApiError ? error.fields : {};
      setFields(messages);
      if (Object.keys(messages).length === 0) setProblem(explain(error));
      setState("idle");
    }
  }
  const alert = problem ? (
    <Alert color="red" role="alert" p="sm">
      {problem}
    </Alert>
  ) : null;
  return { state, fields, onSubmit, alert };
}
