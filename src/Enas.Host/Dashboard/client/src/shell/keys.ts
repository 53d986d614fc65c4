import { createStore } from '../data/store';

const key = 'enas.keys';

/** Whether single keys do something. Who speaks to the machine, or types by mistake, turns them off. */
export const keysAreOn = createStore(localStorage.getItem(key) !== 'off');

/** Whether the list of keys is shown. */
export const helpIsOpen = createStore(false);

export function setKeys(on: boolean): void {
  localStorage.setItem(key, on ? 'on' : 'off');
  keysAreOn.set(on);
}

/** The keys and what they do, as the list says them. */
export const keyList: readonly (readonly [string, string])[] = [
  ['/', 'go to the filter'],
  ['j, k', 'next row, previous row'],
  ['Enter', 'open the row'],
  ['[, ]', 'previous page, next page; on the policy: previous step, next step'],
  ['c', 'tick the row to compare it'],
  ['?', 'show or hide this list'],
];

// What a key does is marked in the document, so that a view need not know of keys.
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-row]')].filter(row => row.offsetParent !== null);

function moveRow(by: number): void {
  const all = rows();
  if (all.length === 0) return;
  const now = all.findIndex(row => row.closest('tr')?.contains(document.activeElement));
  const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, now + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

const click = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();

function focusFilter(): void {
  const filter = document.querySelector<HTMLInputElement>('[data-filter]');
  filter?.focus();
  filter?.select();
}

const actions: Record<string, () => void> = {
  '/': focusFilter,
  j: () => moveRow(1),
  k: () => moveRow(-1),
  '[': () => click('[data-previous]:not(:disabled)'),
  ']': () => click('[data-next]:not(:disabled)'),
  c: () => document.activeElement?.closest('tr')?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click(),
  '?': () => helpIsOpen.set(!helpIsOpen.get()),
};

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.matches('textarea, select, input:not([type=checkbox], [type=range])') || target.isContentEditable);

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target)) {
    if (event.key === 'Escape') (event.target as HTMLElement).blur();
    return;
  }
  const action = keysAreOn.get() && (!helpIsOpen.get() || event.key === '?') ? actions[event.key] : undefined;
  if (action === undefined) return;
  event.preventDefault();
  action();
}

export const startKeys = (): void => document.addEventListener('keydown', onKey);
