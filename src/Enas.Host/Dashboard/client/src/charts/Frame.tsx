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
export function Frame({ id, title, note, csv, query, table, tools, isWide = false, sight, children }: {
  id: string; title: string; note?: string; csv: string | null; query?: string | null; table: (() => FrameTable) | null;
  tools?: ComponentChildren; isWide?: boolean; sight?: Sight; children: ComponentChildren;
}) {
  const figure = useWatched(sight);
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
const nearPx = 300;

function useWatched(sight: Sight | undefined) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!sight || !element.current) return undefined;
    const near = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return;
      near.disconnect();
      sight.onNear();
    }, { rootMargin: `${nearPx}px` });
    const inView = new IntersectionObserver(entries => sight.onView(entries.at(-1)?.isIntersecting === true));
    near.observe(element.current);
    inView.observe(element.current);
    return () => {
      near.disconnect();
      inView.disconnect();
    };
  }, []);
  return element;
}

/** Where a chart is in the window of the browser. */
export interface Sight {
  /** Whether it was near the view once. */
  wasNear: boolean;
  isInView: boolean;
  onNear: () => void;
  onView: (isInView: boolean) => void;
}

export function useSight(): Sight {
  const [wasNear, setNear] = useState(false);
  const [isInView, setInView] = useState(false);
  return { wasNear, isInView, onNear: () => setNear(true), onView: setInView };
}

/** The revision of what is shown: while nobody sees it, the last one that somebody saw. */
export function useSeenRevision(revision: number, isSeen: boolean): number {
  const seen = useRef(revision);
  if (isSeen) seen.current = revision;
  return seen.current;
}
