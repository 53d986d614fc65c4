import { number } from '../text/format';

/** About so many round numbers from the least to the greatest. */
export function ticks(least: number, greatest: number, about: number): number[] {
  const span = greatest - least;
  if (!(span > 0)) return [least];
  const raw = span / Math.max(1, about);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= raw) ?? 10);
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(greatest / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** The limits of some values with a little room; values that are all the same get room too. */
export function limits(values: readonly number[], room = 0.05): [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (!Number.isFinite(least)) return [0, 1];
  const margin = greatest > least ? room * (greatest - least) : Math.max(Math.abs(least) * room, 1e-9);
  return [least - margin, greatest + margin];
}

/** Ticks in words, with as many digits as tell them apart. */
export function tickWords(splits: readonly number[]): string[] {
  const step = Math.min(...splits.slice(1).map((split, at) => Math.abs(split - (splits[at] ?? 0))));
  if (!(step > 0) || step < 1e-7 || Math.max(...splits.map(Math.abs)) < 1e-3) return splits.map(split => number(split));
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9) + (isRound(step) ? 0 : 1));
  const format = formats.get(digits) ?? new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  formats.set(digits, format);
  return splits.map(split => format.format(split));
}

// Each chart asks for ticks each time that it is drawn, and a format is dear to make.
const formats = new Map<number, Intl.NumberFormat>();

// Steps are 1, 2, 2.5 or 5 times a power of ten; 2.5 needs a digit more.
const isRound = (step: number) => Math.abs(step / 10 ** Math.floor(Math.log10(step) + 1e-9) - 2.5) > 1e-6;
