/**
 * A small FlatBuffers serializer. A document is a tree of nodes; it is laid out breadth first, so that every
 * offset points forward, as the format demands (FlatBuffers internals: "offsets ... are always positive").
 * A tree may refer to tables of an older buffer that is appended unchanged, which is how a large model gets new
 * parts without being rewritten.
 */
export type Node =
  | { readonly kind: 'table'; readonly fields: readonly (readonly [id: number, field: Field])[] }
  | { readonly kind: 'vector'; readonly items: readonly Node[] }
  | { readonly kind: 'blob'; readonly length: number; readonly bytes: Uint8Array; readonly align: number }
  | { readonly kind: 'existing'; readonly offset: number };

type Scalar = { readonly kind: 'scalar'; readonly type: 'u8' | 'i32' | 'u32'; readonly value: number };
export type Field = Scalar | Node;

export const u8 = (value: number): Scalar => ({ kind: 'scalar', type: 'u8', value });
export const i32 = (value: number): Scalar => ({ kind: 'scalar', type: 'i32', value });
export const u32 = (value: number): Scalar => ({ kind: 'scalar', type: 'u32', value });

/** A table; field ids are the positions in the schema, absent fields keep their default. */
export function table(fields: Readonly<Record<number, Field | undefined>>): Node {
  const present = Object.entries(fields).flatMap(([id, field]) =>
    field ? [[Number(id), field] as const] : [],
  );
  return { kind: 'table', fields: present.sort(([a], [b]) => a - b) };
}

export const vector = (items: readonly Node[]): Node => ({ kind: 'vector', items });

/** A byte vector whose first byte lies on a multiple of `align`. */
export const bytes = (data: Uint8Array, align = 4): Node => ({
  kind: 'blob',
  length: data.length,
  bytes: data,
  align,
});

export const text = (value: string): Node => {
  const utf8 = new TextEncoder().encode(value);
  const terminated = new Uint8Array(utf8.length + 1);
  terminated.set(utf8);
  return { kind: 'blob', length: utf8.length, bytes: terminated, align: 4 };
};

export const int32s = (values: readonly number[]): Node =>
  words(values, (view, at, value) => view.setInt32(at, value, true));
export const float32s = (values: readonly number[]): Node =>
  words(values, (view, at, value) => view.setFloat32(at, value, true));

/** A table or vector of the appended buffer, by its offset there. */
export const existing = (offset: number): Node => ({ kind: 'existing', offset });

function words(values: readonly number[], put: (view: DataView, at: number, value: number) => void): Node {
  const data = new Uint8Array(4 * values.length);
  const view = new DataView(data.buffer);
  values.forEach((value, k) => {
    put(view, 4 * k, value);
  });
  return { kind: 'blob', length: values.length, bytes: data, align: 4 };
}

/**
 * Serializes `root` with a four-character file identifier. `appended` follows on a 16-byte boundary, so that
 * data aligned inside it stays aligned.
 */
export function writeFlatbuffer(
  root: Node,
  identifier: string,
  appended: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const out = new Sink();
  out.zeros(4);
  out.bytes(new TextEncoder().encode(identifier.padEnd(4, '\0').slice(0, 4)));
  const queue: { slot: number; node: Node }[] = [{ slot: 0, node: root }];
  const toAppended: { slot: number; offset: number }[] = [];
  for (let k = 0; k < queue.length; k++) {
    const { slot, node } = queue[k]!;
    if (node.kind === 'existing') {
      toAppended.push({ slot, offset: node.offset });
      continue;
    }
    const start =
      node.kind === 'table'
        ? writeTable(out, node.fields, queue)
        : node.kind === 'vector'
          ? writeVector(out, node.items, queue)
          : writeBlob(out, node);
    out.setU32(slot, start - slot);
  }
  out.align(16);
  const base = out.length;
  out.bytes(appended);
  for (const { slot, offset } of toAppended) out.setU32(slot, base + offset - slot);
  return out.finish();
}

type Queue = { slot: number; node: Node }[];

/** Every present field takes four bytes: simple, and always aligned for the scalars used here. */
function writeTable(out: Sink, fields: readonly (readonly [number, Field])[], queue: Queue): number {
  const count = fields.length === 0 ? 0 : fields[fields.length - 1]![0] + 1;
  const vtableSize = 4 + 2 * count;
  // The vtable lies directly before its table, which must start on a multiple of four.
  while ((out.length + vtableSize) % 4) out.zeros(1);
  const vtable = out.length;
  out.zeros(vtableSize);
  out.setU16(vtable, vtableSize);
  out.setU16(vtable + 2, 4 + 4 * fields.length);
  const start = out.length;
  out.zeros(4 + 4 * fields.length);
  out.setI32(start, vtableSize);
  fields.forEach(([id, field], k) => {
    out.setU16(vtable + 4 + 2 * id, 4 + 4 * k);
    const slot = start + 4 + 4 * k;
    if (field.kind !== 'scalar') queue.push({ slot, node: field });
    else if (field.type === 'u8') out.setU8(slot, field.value);
    else if (field.type === 'i32') out.setI32(slot, field.value);
    else out.setU32(slot, field.value);
  });
  return start;
}

function writeVector(out: Sink, items: readonly Node[], queue: Queue): number {
  out.align(4);
  const start = out.length;
  out.zeros(4 + 4 * items.length);
  out.setU32(start, items.length);
  items.forEach((node, k) => {
    queue.push({ slot: start + 4 + 4 * k, node });
  });
  return start;
}

function writeBlob(out: Sink, node: Extract<Node, { kind: 'blob' }>): number {
  out.align(4);
  while ((out.length + 4) % node.align) out.zeros(4);
  const start = out.length;
  out.zeros(4);
  out.setU32(start, node.length);
  out.bytes(node.bytes);
  return start;
}

class Sink {
  length = 0;
  #data = new Uint8Array(1 << 16);
  #view = new DataView(this.#data.buffer);

  zeros(count: number): void {
    this.#reserve(count);
    this.length += count;
  }
  align(to: number): void {
    this.zeros((to - (this.length % to)) % to);
  }
  bytes(data: Uint8Array): void {
    this.#reserve(data.length);
    this.#data.set(data, this.length);
    this.length += data.length;
  }
  setU8(at: number, value: number): void {
    this.#view.setUint8(at, value);
  }
  setU16(at: number, value: number): void {
    this.#view.setUint16(at, value, true);
  }
  setI32(at: number, value: number): void {
    this.#view.setInt32(at, value, true);
  }
  setU32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }
  finish(): Uint8Array {
    return this.#data.slice(0, this.length);
  }
  #reserve(count: number): void {
    if (this.length + count <= this.#data.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#data.length, this.length + count));
    grown.set(this.#data);
    this.#data = grown;
    this.#view = new DataView(grown.buffer);
  }
}
