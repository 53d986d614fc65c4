import type { About } from '../api';
import { live } from '../data/events';
import { useStore } from '../data/store';
import { timeOfDay } from '../text/format';
import { helpIsOpen } from './keys';
import { address, usePlace } from './router';
import { chooseTheme, nextTheme, theme } from './theme';

const themeWords = { auto: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' };
const themeSigns = { auto: '◐', light: '☀', dark: '☾' };

/** The line above every view: where else to go, whether news come, the theme, the keys. */
export function Header({ about }: { about: About | null }) {
  const { path } = usePlace();
  const now = useStore(theme);
  const entry = (segments: string[], words: string, isHere: boolean) =>
    <a href={address(segments)} aria-current={isHere ? 'page' : undefined}>{words}</a>;
  return (
    <header class="top">
      <a class="brand" href={address([])}><Sign /> Enas</a>
      <nav aria-label="Dashboard">
        {entry([], 'Searches', path === '/')}
        {about?.hasService && entry(['service'], 'Service', path === '/service')}
        {entry(['system'], 'System', path === '/system')}
      </nav>
      <LiveSign />
      <button type="button" class="quiet" title={themeWords[now]} aria-label={`${themeWords[now]}. Change it.`}
        onClick={() => chooseTheme(nextTheme(now))}>{themeSigns[now]}</button>
      <button type="button" class="quiet" title="Keys" aria-label="Show the list of keys" onClick={() => helpIsOpen.set(true)}>?</button>
    </header>
  );
}

/** Three nodes and their edges. */
const Sign = () => (
  <svg class="sign" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M5 18 12 6l7 12M5 18h14" />
    <circle cx="5" cy="18" r="3.2" /><circle cx="12" cy="6" r="3.2" /><circle cx="19" cy="18" r="3.2" />
  </svg>
);

function LiveSign() {
  const { isLive, offSince } = useStore(live);
  const words = isLive ? 'live' : offSince === null ? 'connecting' : `not live since ${timeOfDay(offSince)}, trying again`;
  return <p class={`live ${isLive ? 'on' : offSince === null ? '' : 'off'}`} role="status">{words}</p>;
}
