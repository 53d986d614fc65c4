import { useEffect, useRef, useState } from 'preact/hooks';
import { setParameters, useParameter } from '../shell/router';

const restMs = 250;

/** A field whose text is in the address. Typing changes no history: back leaves the view. */
export function Filter({ name, label, placeholder }: { name: string; label: string; placeholder: string }) {
  const value = useParameter(name);
  const [typed, setTyped] = useState(value);
  const timer = useRef(0);
  // What this field itself put into the address comes back later, when more may have been typed.
  const sent = useRef(value);
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      window.clearTimeout(timer.current);
      setTyped(value);
    }
  }, [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const take = (text: string, afterMs: number) => {
    setTyped(text);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      sent.current = text;
      setParameters({ [name]: text, offset: '' }, 'replace');
    }, afterMs);
  };
  return (
    <label class="filter">{label} <input type="search" data-filter value={typed} placeholder={placeholder} spellcheck={false}
      onInput={event => take(event.currentTarget.value, restMs)} onChange={event => take(event.currentTarget.value, 0)} /></label>
  );
}
