/** What is left of an argument when some of its arrows are taken out; the twin of causes.py. */
export interface Box {
  readonly id: string;
  readonly label: string;
  readonly column: number;
  readonly low: number;
  readonly high: number;
  /** A cause without which it does nothing, and which does nothing alone. */
  readonly needs?: string;
}

export interface Arrow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly sign: string;
  readonly kind: string;
  readonly claim: string;
  readonly note: string;
}

export interface Argument {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** What still stands, and how many ways lead to better and to worse relations. */
export interface Standing {
  readonly arrows: ReadonlySet<string>;
  readonly boxes: ReadonlySet<string>;
  readonly raising: number;
  readonly lowering: number;
  readonly larger: number;
  readonly turning: boolean;
}

export const END = "relation";
const LARGER = "amplifies";
export const BACK = "feedback";
const DOWN: readonly string[] = ["-", "block"];
const isStep = ({ kind }: Arrow): boolean => kind !== LARGER && kind !== BACK;

export function standing(whole: Argument, out: ReadonlySet<string>): Standing {
  const left = whole.arrows.filter(({ id }) => !out.has(id));
  const reached = reachedIn(whole, left.filter(isStep));
  const open = left.filter((arrow) => isStep(arrow) && reached.has(arrow.from));
  const through = open.filter(({ to }) => reached.has(to));
  const bearing = leading(through, [END]);
  const larger = left.filter(
    ({ kind, from, to }) =>
      kind === LARGER && reached.has(from) && reached.has(to) && bearing.has(to),
  );
  const ends = leading(through, [END, ...larger.map(({ from }) => from)]);
  const steps = through.filter(({ to }) => ends.has(to));
  const boxes = new Set([END, ...[...steps, ...larger].flatMap(({ from, to }) => [from, to])]);
  const [raising, lowering] = ways(whole, steps);
  const back = left.filter(({ kind, to }) => kind === BACK && boxes.has(to) && lowering > 0);
  return {
    arrows: new Set([...steps, ...larger, ...back].map(({ id }) => id)),
    boxes,
    raising,
    lowering,
    larger: new Set(larger.map(({ to }) => to)).size,
    turning: back.length > 0,
  };
}

/** The boxes to which nothing leads on the whole map. */
function first({ boxes, arrows }: Argument): string[] {
  const effects = new Set(arrows.filter(isStep).map(({ to }) => to));
  return boxes.map(({ id }) => id).filter((id) => !effects.has(id));
}

/** From the left, as arrows run: a box comes after those that lead to it. */
const inOrder = ({ boxes }: Argument): Box[] => [...boxes].sort((a, b) => a.column - b.column);

function reachedIn(whole: Argument, steps: readonly Arrow[]): Set<string> {
  const reached = new Set(first(whole));
  for (const { id, needs } of inOrder(whole)) {
    const causes = new Set(
      steps.filter(({ from, to }) => to === id && reached.has(from)).map(({ from }) => from),
    );
    if (needs === undefined ? causes.size : causes.has(needs) && causes.size > 1) reached.add(id);
  }
  return reached;
}

/** The boxes from which one of some ends is reached, and the ends. */
function leading(steps: readonly Arrow[], ends: readonly string[]): Set<string> {
  const found = new Set(ends);
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const { from, to } of steps) if (found.has(to)) found.add(from);
  }
  return found;
}

/** Ways from first causes to the end: how many raise it, and how many lower it. */
function ways(whole: Argument, steps: readonly Arrow[]): readonly [up: number, down: number] {
  const found = new Map<string, readonly [number, number]>();
  for (const id of first(whole)) found.set(id, [1, 0]);
  const at = (id: string) => found.get(id) ?? [0, 0];
  for (const { id } of inOrder(whole))
    for (const { from, sign } of steps.filter(({ to }) => to === id)) {
      const [up, down] = DOWN.includes(sign) ? [at(from)[1], at(from)[0]] : at(from);
      found.set(id, [at(id)[0] + up, at(id)[1] + down]);
    }
  return at(END);
}
