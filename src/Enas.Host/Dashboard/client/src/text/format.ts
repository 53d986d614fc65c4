/** Numbers, times and sizes as people read them. */

const plain = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 5 });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A measured number with five significant digits; a dash for none. */
export const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? '-' : Math.abs(value) >= 1e5 ? whole.format(value)
    : value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(2) : plain.format(value);

/** A number of things. */
export const count = (value: number | null | undefined): string => (value === null || value === undefined ? '-' : whole.format(value));

/** A share of 1 as percent. */
export const percent = (share: number | null): string => (share === null ? '-' : `${plain.format(Math.round(1000 * share) / 10)} %`);

export const bytes = (value: number | null): string => {
  if (value === null) return '-';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${plain.format(Number((value / 1000 ** power).toPrecision(3)))} ${units[power]}`;
};

/** How long something takes, from seconds. */
export const duration = (seconds: number): string =>
  seconds < 1 ? 'under 1 s' : seconds < 100 ? `${whole.format(seconds)} s` : seconds < 6000 ? `${whole.format(seconds / 60)} min`
    : seconds < 172_800 ? `${whole.format(seconds / 3600)} h` : `${whole.format(seconds / 86_400)} days`;

/** How long ago, or how far ahead, a moment is. */
export function ago(moment: Date, now: Date): string {
  const seconds = (now.getTime() - moment.getTime()) / 1000;
  if (Math.abs(seconds) < 2) return 'now';
  return seconds > 0 ? `${duration(seconds)} ago` : `in ${duration(-seconds)}`;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' });

/** The time of day where the reader is. */
export const timeOfDay = (moment: Date): string => clock.format(moment);

/** Date and time in UTC, as logs and reports have it. */
export const dateAndTime = (moment: Date): string => `${day.format(moment)} UTC`;

/** The plural by a number: 1 search, 2 searches. */
export const counted = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

/** A hash as people compare it. */
export const shortHash = (hash: string): string => hash.slice(0, 12);

/** Long tokens in the width of a table. */
export const shortened = (text: string, longest: number): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);
