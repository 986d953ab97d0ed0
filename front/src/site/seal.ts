/**
 * Seals: the digest of locked forecasts, as `lookback.seal` in Python makes it, and what a board
 * holds back, as `alone.seal` wrote it. The browser's own SHA-256 is closed to pages that come from
 * a folder or over an open connection, so it stands here.
 */

/** Text as Python's `json.dumps(..., sort_keys=True, separators=(",", ":"))` writes it. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const names = Object.keys(value).sort();
    const parts = names.map((name) => `${ascii(name)}:${canonical(value[name as keyof object])}`);
    return `{${parts.join(",")}}`;
  }
  return typeof value === "string" ? ascii(value) : (JSON.stringify(value) ?? "null");
}

const ascii = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** The fractional part of a root of each of the first primes, as 32 bits: the constants of SHA-2. */
function rootsOf(count: number, power: number): Uint32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++)
    if (primes.every((prime) => n % prime)) primes.push(n);
  return Uint32Array.from(primes, (prime) => Math.floor((prime ** power % 1) * 2 ** 32));
}

const [STATE, ROUND] = [rootsOf(8, 1 / 2), rootsOf(64, 1 / 3)];
const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** SHA-256 (FIPS 180-4) of a text in UTF-8, in hexadecimal digits. */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer(64 * Math.ceil((bytes.length + 9) / 64)));
  bytes.forEach((byte, i) => padded.setUint8(i, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setBigUint64(padded.byteLength - 8, BigInt(8 * bytes.length));
  const state = Uint32Array.from(STATE);
  for (let at = 0; at < padded.byteLength; at += 64) block(state, padded, at);
  return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}

function block(state: Uint32Array, padded: DataView, at: number): void {
  const words = new Uint32Array(64);
  for (let i = 0; i < 64; i++) words[i] = i < 16 ? padded.getUint32(at + 4 * i) : mixed(words, i);
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const sum1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + sum1 + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
    const sum0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const two = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
}

function mixed(words: Uint32Array, i: number): number {
  const [early, late] = [words[i - 15], words[i - 2]];
  const one = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
  const two = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
  return words[i - 16] + one + words[i - 7] + two;
}

/** What `alone.seal` in Python wrote. */
export async function unseal(sealed: string): Promise<unknown> {
  if (!sealed) return {};
  const bytes = Uint8Array.from(atob(sealed), (letter) => letter.charCodeAt(0));
  const opened = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(opened).text());
}
