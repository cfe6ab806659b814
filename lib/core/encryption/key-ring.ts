const keyIdPattern = /^[a-z0-9]{1,16}$/;

/**
 * Reads `id:base64key[,id:base64key…]`, each key 32 bytes; `name` is the variable that errors name. Never repeats a
 * key.
 */
export function parseKeyRing(text: string, name: string): Map<string, Buffer> {
  const keys = new Map<string, Buffer>();
  for (const entry of text.split(",")) {
    const [id, encoded] = entry.trim().split(":");
    const key = Buffer.from(encoded ?? "", "base64");
    if (!id || !keyIdPattern.test(id) || key.length !== 32) {
      throw new Error(`${name} must be id:base64 pairs of 32-byte keys, separated by commas`);
    }
    keys.set(id, key);
  }
  return keys;
}

/**
 * Keys by id, of which one encrypts: the first one until another is activated ({@link activate});
 * for an unknown key the source of the ring is read again, so that a running process can read what
 * another wrote with a key that was added since.
 */
export class KeyRing {
  #keys: Map<string, Buffer>;
  #activeId: string;
  readonly #name: string;
  readonly #reload: () => string | null;

  constructor(text: string, options: { name?: string; reload?: () => string | null } = {}) {
    this.#name = options.name ?? "ENCRYPTION_KEYS";
    this.#reload = options.reload ?? (() => null);
    this.#keys = parseKeyRing(text, this.#name);
    const first = this.#keys.keys().next().value;
    if (!first) throw new Error(`${this.#name} is empty`);
    this.#activeId = first;
  }

  get activeId(): string {
    return this.#activeId;
  }

  get ids(): string[] {
    return [...this.#keys.keys()];
  }

  /** Whether the key exists, after reading the source of the ring again if needed. */
  has(id: string): boolean {
    if (!this.#keys.has(id)) this.refresh();
    return this.#keys.has(id);
  }

  key(id: string): Buffer {
    const key = this.has(id) ? this.#keys.get(id) : undefined;
    if (!key) throw new Error(`no encryption key named ${id}`);
    return key;
  }

  /** Encrypts with this key from now on; throws when it is not in the ring. */
  activate(id: string): void {
    this.key(id);
    this.#activeId = id;
  }

  /** Reads the ring again; an invalid text leaves the keys unchanged. */
  refresh(): void {
    const text = this.#reload();
    if (!text) return;
    const keys = parseKeyRing(text, this.#name);
    // Keys are only ever added here: a ring that lost one must not make rows unreadable in a process that still knows
    // it.
    for (const [id, key] of keys) this.#keys.set(id, key);
  }
}
