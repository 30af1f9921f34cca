/** The forms in which the emitter holds floats: which variable has the value where the emission stands. */

/** `f64`: a host number in `d…`; `float`: a `PyFloat` in `r…`; `both`: the two at once; `any`: in `r…`, float or not. */
export type Form = 'any' | 'float' | 'f64' | 'both';

/** Forms where the emission stands; registers that are missing are `any`. */
export class State {
  readonly forms: Map<number, Form>;

  constructor(forms?: Map<number, Form>) {
    this.forms = forms ?? new Map();
  }

  copy(): State {
    return new State(new Map(this.forms));
  }

  /** A register was written. */
  set(register: number, form: Form): void {
    if (form === 'any') this.forms.delete(register);
    else this.forms.set(register, form);
  }

  equals({ forms }: State): boolean {
    if (forms.size !== this.forms.size) return false;
    for (const [register, form] of this.forms) if (forms.get(register) !== form) return false;
    return true;
  }
}

export function join(a: Form, b: Form): Form {
  if (a === b) return a;
  return a !== 'any' && b !== 'any' ? 'f64' : 'any';
}

/** What holds on both paths, for the registers that are live where they meet. */
export function merge(before: State | undefined, now: State, live: ReadonlySet<number>): State {
  const merged = new State();
  for (const register of live) {
    const form = now.forms.get(register) ?? 'any';
    merged.set(register, before === undefined ? form : join(before.forms.get(register) ?? 'any', form));
  }
  return merged;
}

/** What holds after two branches of one instruction, whatever form each left values in. */
export function meet(a: State, b: State): State {
  return new State(new Map([...a.forms].filter(([register, form]) => b.forms.get(register) === form)));
}
