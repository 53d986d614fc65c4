import type { System } from '../api';
import { question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { Age } from '../parts/Age';
import { Shown } from '../parts/Problem';
import { Tiles } from '../parts/Tiles';
import { address } from '../shell/router';
import { Scroll } from '../parts/Scroll';
import { bytes, count } from '../text/format';

/** What serves these pages and what it keeps. */
export function SystemPage() {
  const answer = useAnswer<System>(question(['system']), useRevision('searches'));
  return (
    <>
      <h1>System</h1>
      <Shown answer={answer}>{system => <>
        <Tiles tiles={[
          { label: 'Enas', value: system.version, more: system.runtime },
          { label: 'memory', value: bytes(system.memory), more: 'of this process' },
          { label: 'started', value: <Age at={system.startedAt} /> },
          { label: 'open searches', value: count(system.searches.length), more: `of at most ${count(system.mostSearches)}; the one that was longest not looked at goes` },
        ]} />
        <section><h2>Open searches</h2>{system.searches.length === 0 ? <p class="empty left">None was opened yet.</p>
          : <Scroll label="Open searches"><table><thead><tr><th scope="col">Search</th><th scope="col" class="number">Events</th><th scope="col" class="number">Memory</th></tr></thead>
            <tbody>{system.searches.map(one => <tr key={one.id}><th scope="row"><a href={address(['s', one.id])} data-row>{one.id}</a></th><td class="number">{count(one.events)}</td><td class="number">{bytes(one.bytes)}</td></tr>)}</tbody></table></Scroll>}</section>
        <section><h2>Folders</h2><Scroll label="Folders"><table><thead><tr><th scope="col">Folder</th><th scope="col" class="number">Free</th></tr></thead>
          <tbody>{system.folders.map(one => <tr key={one.folder}><th scope="row"><code>{one.folder}</code></th><td class="number">{bytes(one.free)}</td></tr>)}</tbody></table></Scroll></section>
      </>}</Shown>
    </>
  );
}
