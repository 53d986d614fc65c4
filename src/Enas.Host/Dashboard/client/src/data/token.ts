import { createStore } from './store';

const key = 'enas.token';

/** The token of this tab; null where none was given. It is never in the address for longer than a moment, and never on the disk. */
export const token = createStore<string | null>(sessionStorage.getItem(key));

/** Keeps a token, or forgets it. */
export function keepToken(value: string | null): void {
  if (value === null) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, value);
  token.set(value);
}

/** Takes the token out of an address that ends in #token=..., as the server prints it. */
export function takeTokenFromAddress(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  keepToken(given);
}

export const authorization = (): Record<string, string> => {
  const value = token.get();
  return value === null ? {} : { authorization: `Bearer ${value}` };
};
