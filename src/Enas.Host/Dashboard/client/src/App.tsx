import { useEffect } from 'preact/hooks';
import type { About } from './api';
import { question } from './data/asking';
import { useEvents, type Other } from './data/events';
import { useAnswer } from './data/useAnswer';
import { ComparePage } from './pages/ComparePage';
import { SearchPage } from './pages/SearchPage';
import { SearchesPage } from './pages/SearchesPage';
import { ServicePage } from './pages/ServicePage';
import { SystemPage } from './pages/SystemPage';
import { Header } from './shell/Header';
import { KeyHelp } from './shell/KeyHelp';
import { address, usePlace, type Place } from './shell/router';

/** The whole page: the line above, the view that the address names, the line below. */
export function App() {
  const place = usePlace();
  const about = useAnswer<About>(question(['about'])).data;
  const segments = segmentsOf(place);
  useEvents(...newsOf(segments, place));
  const title = titleOf(segments);
  useEffect(() => { document.title = title; }, [title]);
  return (
    <>
      <a class="skip" href="#main">Skip to the content</a>
      <Header about={about} />
      <main id="main" tabIndex={-1}><View segments={segments} about={about} /></main>
      <footer>{about && <>Enas {about.version}, <a href={address(['NOTICES.txt'])} target="_blank" rel="noreferrer">licences</a></>}</footer>
      <KeyHelp />
    </>
  );
}

const segmentsOf = ({ path }: Place) => path.split('/').filter(part => part !== '').map(part => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
});

// A page of searches is told of those alone; the list and the service are looked at for whoever shows them.
const newsOf = ([first, second]: readonly string[], { query }: Place): [string[], Other] =>
  first === 's' && second !== undefined ? [[second], 'none'] : first === 'compare' ? [query.getAll('s'), 'none']
    : [[], first === 'service' ? 'service' : 'searches'];

function titleOf(segments: readonly string[]): string {
  const [first = 'searches', second, third, fourth] = segments;
  return [...(first === 's' ? [fourth, third === 'a' ? undefined : third, second] : [first]), 'Enas'].filter(part => part !== undefined).join(' · ');
}

function View({ segments, about }: { segments: readonly string[]; about: About | null }) {
  const [first, second, third, fourth] = segments;
  switch (first) {
    case undefined: return <SearchesPage />;
    case 's': return second === undefined ? <SearchesPage />
      : <SearchPage key={second} id={second} page={third === 'a' ? '' : third ?? ''} tokens={third === 'a' ? fourth ?? '' : null} />;
    case 'compare': return <ComparePage key={segments.join('/')} />;
    case 'service': return <ServicePage about={about} />;
    case 'system': return <SystemPage />;
    default: return <><h1>Not found</h1><p class="empty">There is no page at this address. <a href={address([])}>All searches</a></p></>;
  }
}
