/** A MaxMind DB file (format 2.0) with one network: everything in 203.0.0.0/8 is in one city. */
type Value = string | number | { [name: string]: Value } | Value[];

function control(type: number, size: number): Buffer {
  // Types above 7 are "extended": a second byte says which.
  return type > 7 ? Buffer.from([size, type - 7]) : Buffer.from([(type << 5) | size]);
}

function encode(value: Value): Buffer {
  if (typeof value === "string") return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  const entries = Object.entries(value).flatMap(([name, item]) => [encode(name), encode(item)]);
  return Buffer.concat([control(7, Object.keys(value).length), ...entries]);
}

export function tinyGeoip(city: string, country: string): Buffer {
  const bits = [...(203).toString(2).padStart(8, "0")];
  const nodes = bits.map((bit, index) => {
    // Unknown is the number of nodes; data begins 16 beyond it.
    const next = index === bits.length - 1 ? bits.length + 16 : index + 1;
    const records = bit === "0" ? [next, bits.length] : [bits.length, next];
    const node = Buffer.alloc(6);
    records.forEach((record, side) => {
      node.writeUIntBE(record, side * 3, 3);
    });
    return node;
  });
  const data = encode({ city: { names: { en: city } }, country: { names: { en: country } } });
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: "Test-City",
    description: { en: "test" },
    ip_version: 4,
    languages: ["en"],
    node_count: nodes.length,
    record_size: 24,
  });
  const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from("MaxMind.com")]);
  return Buffer.concat([...nodes, Buffer.alloc(16), data, marker, metadata]);
}
