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

/** Takes the token out of an address that ends in #token=..., as the server prints it; whether there was one. */
export function takeTokenFromAddress(): boolean {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given === null) return false;
  history.replaceState(null, '', location.pathname + location.search);
  keepToken(given);
  return true;
}

export const authorization = (): Record<string, string> => {
  const value = token.get();
  return value === null ? {} : { authorization: `Bearer ${value}` };
};
