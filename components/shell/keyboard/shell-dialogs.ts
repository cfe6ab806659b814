/** Dialogs of the frame that other parts of the page open. */
export type ShellDialog = "palette" | "keys";

export const shellDialogEvent = "lightnode-dialog";

declare global {
  interface WindowEventMap {
    [shellDialogEvent]: CustomEvent<ShellDialog>;
  }
}

export function openShellDialog(dialog: ShellDialog): void {
  window.dispatchEvent(new CustomEvent<ShellDialog>(shellDialogEvent, { detail: dialog }));
}
