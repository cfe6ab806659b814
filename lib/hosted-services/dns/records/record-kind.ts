import type { NameReader } from "./names";
import type { Token } from "./tokens";

/** One type of records: how its values are read. A type is one file in `types` and one line in `registry.ts`. */
export type RecordKind = {
  /** For lists and forms. */
  label: string;
  /** A value as people type it. */
  example: string;
  /** Whether a name has one value of this type only. */
  single?: true;
  /** The position of the field that is a name, which is shown as Unicode. */
  nameAt?: number;
  /** The canonical value: what the name server gives back. Throws {@link InvalidRecord}. */
  read(tokens: readonly Token[], readTarget: NameReader): string;
  /** Reads what people type, where this differs from a zone file. */
  readTyped?(text: string): string;
  /** The value as people read and type it, where it differs from the stored one. */
  display?(value: string): string;
  /** Throws {@link InvalidRecord} if records of this type cannot have this name. */
  checkOwner?(name: string): void;
};
