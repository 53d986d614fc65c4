import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Copy } from '../parts/Copy';
import { Scroll } from '../parts/Scroll';
import { useStore } from '../data/store';
import { authorization, token } from '../data/token';
import { setParameters, usePlace } from '../shell/router';

export interface FrameTable {
  head: readonly string[];
  /** At most 500 rows are shown; the file has all. */
  rows: readonly (readonly ComponentChildren[])[];
}

const mostRows = 500;

/** What every chart has: a title, a sentence, its table, its file, and the SQL that gives the same. What is open is in the address. */
export function Frame({ id, title, note, csv, query, table, tools, isWide = false, onSeen, children }: {
  id: string; title: string; note?: string; csv: string | null; query?: string | null; table: (() => FrameTable) | null;
  tools?: ComponentChildren; isWide?: boolean; onSeen?: () => void; children: ComponentChildren;
}) {
  const figure = useSeen(onSeen);
  const { query: parameters } = usePlace();
  const open = (parameters.get('open') ?? '').split('.').filter(part => part !== '');
  const toggle = (what: string) => {
    const name = `${id}-${what}`;
    setParameters({ open: (open.includes(name) ? open.filter(one => one !== name) : [...open, name]).join('.') }, 'replace');
  };
  const isOpen = (what: string) => open.includes(`${id}-${what}`);
  return (
    <figure ref={figure} class={isWide ? 'chart wide' : 'chart'} aria-labelledby={`${id}-title`}>
      <figcaption>
        <h2 id={`${id}-title`}>{title}</h2>
        {note && <p>{note}</p>}
      </figcaption>
      {tools && <div class="tools">{tools}</div>}
      {children}
      <div class="under">
        {table && <button type="button" class="quiet small" aria-expanded={isOpen('table')} onClick={() => toggle('table')}>table</button>}
        {csv && <CsvLink to={csv} what={title} />}
        {query && <button type="button" class="quiet small" aria-expanded={isOpen('query')} onClick={() => toggle('query')}>query</button>}
      </div>
      {query && isOpen('query') && <div class="query"><Copy text={query} what="the query" /><pre tabIndex={0}>{query}</pre></div>}
      {table && isOpen('table') && <Values title={title} table={table()} />}
    </figure>
  );
}

function Values({ title, table }: { title: string; table: FrameTable }) {
  const shown = table.rows.slice(0, mostRows);
  return (
    <Scroll label={`Values of ${title}`}>
      {table.rows.length > mostRows && <p class="hint">The first {mostRows} of {table.rows.length}; the CSV file has all.</p>}
      <table>
        <thead><tr>{table.head.map(one => <th scope="col" key={one}>{one}</th>)}</tr></thead>
        <tbody>{shown.map((row, at) => <tr key={at}>{row.map((cell, place) => <td key={place}>{cell}</td>)}</tr>)}</tbody>
      </table>
    </Scroll>
  );
}

/** A link to the values as a file. A link sends no token: with one, the script fetches the file. */
export function CsvLink({ to, what }: { to: string; what: string }) {
  const isPlain = useStore(token) === null;
  const save = async (event: Event) => {
    if (isPlain) return;
    event.preventDefault();
    const response = await fetch(to, { headers: authorization() });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await response.blob());
    link.download = `${what}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return <a class="quiet small" href={to} download={`${what}.csv`} aria-label={`${what} as CSV`} onClick={event => void save(event)}>CSV</a>;
}

// Charts far below are neither asked for nor drawn until somebody scrolls near them.
function useSeen(onSeen: (() => void) | undefined) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!onSeen || !element.current) return undefined;
    const observer = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return;
      observer.disconnect();
      onSeen();
    }, { rootMargin: '300px' });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return element;
}

/** Whether something was near the view once, and what tells so. */
export function useOnce(): [boolean, () => void] {
  const [isSeen, setSeen] = useState(false);
  return [isSeen, () => setSeen(true)];
}
