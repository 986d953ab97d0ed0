/** The random numbers of NumPy's `default_rng`, as far as a class is computed with them. */

/** Where a generator stands, in hexadecimal, as NumPy tells it. */
export interface Bits {
  readonly state: string;
  readonly inc: string;
}

const [MASK32, MASK64] = [0xffffffffn, (1n << 64n) - 1n];
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/** Begins where Python's generator of a seed begins: it hands over the bits. */
export class Random {
  #now: bigint;
  readonly #step: bigint;
  /** The upper half of a number of which only the lower half was asked for. */
  #upper: number | null = null;

  constructor({ state, inc }: Bits) {
    this.#now = BigInt(`0x${state}`);
    this.#step = BigInt(`0x${inc}`);
  }

  /** PCG-XSL-RR 128/64 by Melissa O'Neill: 64 bits. */
  #next(): bigint {
    this.#now = BigInt.asUintN(128, this.#now * MULTIPLIER + this.#step);
    const [mixed, turn] = [(this.#now >> 64n) ^ (this.#now & MASK64), this.#now >> 122n];
    return BigInt.asUintN(64, (mixed >> turn) | (mixed << (64n - turn)));
  }

  #next32(): number {
    const kept = this.#upper;
    this.#upper = null;
    if (kept !== null) return kept;
    const bits = this.#next();
    this.#upper = Number(bits >> 32n);
    return Number(bits & MASK32);
  }

  /** A number from 0 to 1. */
  random(): number {
    return Number(this.#next() >> 11n) / 2 ** 53;
  }

  /** A whole number below `n`, each as likely as the next: Daniel Lemire's, as NumPy draws it. */
  below(n: number): number {
    if (n === 1) return 0;
    const tooFew = 2 ** 32 % n;
    for (;;) {
      const product = this.#next32() * n;
      if (product % 2 ** 32 >= tooFew) return Math.floor(product / 2 ** 32);
    }
  }

  /** Different places below `n`: Robert Floyd's, and then shuffled. */
  choice(n: number, size: number): number[] {
    const chosen: number[] = [];
    for (let last = n - size; last < n; last++) {
      const place = this.below(last + 1);
      chosen.push(chosen.includes(place) ? last : place);
    }
    for (let i = size - 1; i > 0; i--) {
      const other = this.below(i + 1);
      [chosen[i], chosen[other]] = [chosen[other], chosen[i]];
    }
    return chosen;
  }
}
