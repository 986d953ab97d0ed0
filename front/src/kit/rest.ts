/** Run `f` once things have been still for `ms`; what still waits when the view ends is dropped. */
export function atRest(f: () => void, ms: number, signal: AbortSignal): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener("abort", () => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    timer = setTimeout(f, ms);
  };
}
