/** Folders and files whose texts are not in the catalogue yet. They are removed one by one; nothing is added. */
export const notYet = [];
