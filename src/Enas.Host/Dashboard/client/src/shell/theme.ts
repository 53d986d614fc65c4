import { createStore } from '../data/store';

export type Theme = 'auto' | 'light' | 'dark';

const key = 'enas.theme';
const darkly = matchMedia('(prefers-color-scheme: dark)');

const kept = localStorage.getItem(key);

/** What the reader chose; `auto` is what the system says. */
export const theme = createStore<Theme>(kept === 'light' || kept === 'dark' ? kept : 'auto');

/** Grows whenever the colours become others: what is drawn on a canvas is drawn again. */
export const colours = createStore(0);

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(key, chosen);
  theme.set(chosen);
  apply();
}

/** The theme after this one. */
export const nextTheme = (now: Theme): Theme => (now === 'auto' ? 'light' : now === 'light' ? 'dark' : 'auto');

function apply(): void {
  document.documentElement.dataset['theme'] = theme.get();
  colours.set(colours.get() + 1);
}

export function startTheme(): void {
  apply();
  darkly.addEventListener('change', () => colours.set(colours.get() + 1));
}
