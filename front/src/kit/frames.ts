/**
 * Draw at every call, but not more often than the screen: the first call of a frame draws at once,
 * further ones of the same frame together at its end.
 */
export function oncePerFrame(draw: () => void, signal: AbortSignal): () => void {
  let [waiting, behind] = [false, false];
  return () => {
    behind = waiting;
    if (waiting) return;
    waiting = true;
    draw();
    requestAnimationFrame(() => {
      waiting = false;
      if (behind && !signal.aborted) draw();
      behind = false;
    });
  };
}
