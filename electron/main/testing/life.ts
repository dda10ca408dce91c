/** Whether the double's app is ready: much of Electron may only be used before, or only after, that. */
export interface Life {
  ready: boolean;
}

export function needReady(life: Life, what: string): void {
  if (!life.ready) throw new Error(`${what} cannot be used before the app is ready`);
}

export interface Cancelable {
  defaultPrevented: boolean;
  preventDefault(): void;
}

export function cancelable(): Cancelable {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}

/** Lets everything run that waits for nothing but its turn, without moving the clock. */
export async function turns(count = 30): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((done) => setImmediate(done));
}
