import { useEffect, useRef, useState } from 'preact/hooks';
import { setParameters, useParameter } from '../shell/router';

const restMs = 250;

/** A field whose text is in the address. Typing changes no history: back leaves the view. */
export function Filter({ name, label, placeholder }: { name: string; label: string; placeholder: string }) {
  const value = useParameter(name);
  const [typed, setTyped] = useState(value);
  const timer = useRef(0);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const take = (text: string, afterMs: number) => {
    setTyped(text);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setParameters({ [name]: text, offset: '' }, 'replace'), afterMs);
  };
  return (
    <label class="filter">{label} <input type="search" data-filter value={typed} placeholder={placeholder} spellcheck={false}
      onInput={event => take(event.currentTarget.value, restMs)} onChange={event => take(event.currentTarget.value, 0)} /></label>
  );
}
