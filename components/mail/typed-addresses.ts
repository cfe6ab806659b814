/** Addresses as people type them: by lines, commas or spaces. */
export const listOfAddresses = (text: string): string[] => text.split(/[\s,;]+/).filter((entry) => entry !== "");
