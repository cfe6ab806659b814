/** Seconds for which one code is valid. */
export const periodSeconds = 30;
