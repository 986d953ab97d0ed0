/** By hand: a number or a small sum as somebody types it, worked out. */

const TOKEN = /\s*(?:(\d+[.,]?\d*(?:e[-+]?\d+)?|[.,]\d+(?:e[-+]?\d+)?)|(\*\*|[-+−*×·/÷^()]))/iy;
const SIGNS: Readonly<Record<string, string>> = {
  "−": "-",
  "×": "*",
  "·": "*",
  "÷": "/",
  "**": "^",
};
/** More digits of a result would only show how a computer counts. */
const DIGITS = 12;

type Token = number | string;

/**
 * The value of a text such as "-0,25", "(80 + 10) / 3" or "8^(1/3)", with a point or a comma;
 * undefined if it is no number and no sum.
 */
export function worked(text: string): number | undefined {
  const tokens = tokensOf(text);
  if (!tokens) return undefined;
  const found = sum(tokens);
  if (found === undefined || tokens.length > 0 || !Number.isFinite(found)) return undefined;
  return Number(found.toPrecision(DIGITS));
}

function tokensOf(text: string): Token[] | undefined {
  const found: Token[] = [];
  const plain = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < plain.length) {
    const token = TOKEN.exec(plain);
    if (!token) return undefined;
    found.push(token[1] ? Number(token[1].replace(",", ".")) : (SIGNS[token[2]] ?? token[2]));
  }
  return found;
}

/** What each part works out is taken from the front of the tokens. */
type Part = (tokens: Token[]) => number | undefined;

const sum: Part = (tokens) =>
  chain(tokens, product, { "+": (a, b) => a + b, "-": (a, b) => a - b });

const product: Part = (tokens) =>
  chain(tokens, signed, { "*": (a, b) => a * b, "/": (a, b) => a / b });

function chain(
  tokens: Token[],
  part: Part,
  signs: Readonly<Record<string, (a: number, b: number) => number>>,
): number | undefined {
  let found = part(tokens);
  while (found !== undefined && tokens.length > 0 && tokens[0] in signs) {
    const sign = signs[tokens.shift() as string];
    const next = part(tokens);
    found = next === undefined ? undefined : sign(found, next);
  }
  return found;
}

const signed: Part = (tokens) => {
  if (tokens[0] !== "-" && tokens[0] !== "+") return power(tokens);
  const isLess = tokens.shift() === "-";
  const found = power(tokens);
  return isLess && found !== undefined ? -found : found;
};

const power: Part = (tokens) => {
  const base = single(tokens);
  if (base === undefined || tokens[0] !== "^") return base;
  tokens.shift();
  const exponent = signed(tokens);
  return exponent === undefined ? undefined : base ** exponent;
};

const single: Part = (tokens) => {
  const first = tokens.shift();
  if (typeof first === "number") return first;
  if (first !== "(") return undefined;
  const found = sum(tokens);
  return tokens.shift() === ")" ? found : undefined;
};
