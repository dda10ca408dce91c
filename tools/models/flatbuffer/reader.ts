/** A table in a FlatBuffer: reads fields by their position in the schema. Absent fields read as their default. */
export class TableReader {
  readonly offset: number;
  readonly #view: DataView;

  constructor(view: DataView, offset: number) {
    this.#view = view;
    this.offset = offset;
  }

  has(id: number): boolean {
    return this.#slot(id) !== 0;
  }

  u8(id: number, missing = 0): number {
    const slot = this.#slot(id);
    return slot ? this.#view.getUint8(slot) : missing;
  }

  i32(id: number, missing = 0): number {
    const slot = this.#slot(id);
    return slot ? this.#view.getInt32(slot, true) : missing;
  }

  u32(id: number, missing = 0): number {
    const slot = this.#slot(id);
    return slot ? this.#view.getUint32(slot, true) : missing;
  }

  /** The offset a reference field points to, or undefined. */
  reference(id: number): number | undefined {
    const slot = this.#slot(id);
    return slot ? slot + this.#view.getUint32(slot, true) : undefined;
  }

  table(id: number): TableReader | undefined {
    const at = this.reference(id);
    return at === undefined ? undefined : new TableReader(this.#view, at);
  }

  tables(id: number): TableReader[] {
    return this.#elements(id).map((at) => new TableReader(this.#view, at + this.#view.getUint32(at, true)));
  }

  int32s(id: number): number[] {
    return this.#elements(id).map((at) => this.#view.getInt32(at, true));
  }

  float32s(id: number): number[] {
    return this.#elements(id).map((at) => this.#view.getFloat32(at, true));
  }

  bytes(id: number): Uint8Array {
    const at = this.reference(id);
    if (at === undefined) return new Uint8Array(0);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + at + 4, this.#view.getUint32(at, true));
  }

  text(id: number): string {
    return new TextDecoder().decode(this.bytes(id));
  }

  #elements(id: number): number[] {
    const at = this.reference(id);
    if (at === undefined) return [];
    return Array.from({ length: this.#view.getUint32(at, true) }, (_, k) => at + 4 + 4 * k);
  }

  #slot(id: number): number {
    const vtable = this.offset - this.#view.getInt32(this.offset, true);
    const count = (this.#view.getUint16(vtable, true) - 4) / 2;
    const entry = id < count ? this.#view.getUint16(vtable + 4 + 2 * id, true) : 0;
    return entry ? this.offset + entry : 0;
  }
}

/** @returns the root table and the four-character file identifier. Reading past the end throws RangeError. */
export function readFlatbuffer(data: Uint8Array): { identifier: string; root: TableReader } {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const identifier = new TextDecoder().decode(data.subarray(4, 8));
  return { identifier, root: new TableReader(view, view.getUint32(0, true)) };
}
