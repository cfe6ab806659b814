import { useState } from "react";

/**
 * The key of a form whose values others save too. It changes when `saved` changed elsewhere, so that the form shows the
 * new values. After the form's own save, which calls `onSaved` with what it sent, it stays: the focus stays too.
 */
export function useFormKey(saved: string): { key: number; onSaved: (sent: string) => void } {
  const [state, setState] = useState<{ saved: string; sent: string | null; key: number }>({
    saved,
    sent: null,
    key: 0,
  });
  if (state.saved !== saved) {
    setState({ saved, sent: null, key: saved === state.sent ? state.key : state.key + 1 });
  }
  return { key: state.key, onSaved: (sent) => setState((known) => ({ ...known, sent })) };
}
