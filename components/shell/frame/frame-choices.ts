/** What a person chose for the frame of the pages, kept in a cookie of the browser for a year. */
export type FrameChoices = { narrow: boolean };

export const frameCookie = "ln-frame";

export const readChoices = (value: string | undefined): FrameChoices => ({ narrow: value === "narrow" });

export function keepChoices({ narrow }: FrameChoices): void {
  // The cookie store of the browser is not everywhere; this form is.
  // biome-ignore lint/suspicious/noDocumentCookie: see above
  document.cookie = `${frameCookie}=${narrow ? "narrow" : "wide"}; path=/; max-age=31536000; samesite=lax`;
}
