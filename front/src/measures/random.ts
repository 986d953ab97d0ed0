/**
 * Number `place` of the sequence that a seed begins, 0 to 1: Tommy Ettinger's mulberry32. It hashes
 * a counter, so any place can be asked for; Python draws the same numbers at the same places.
 */
export function mulberry32(place: number, seed: number): number {
  const state = (seed + Math.imul(place + 1, 0x6d2b79f5)) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
