import { useState } from 'preact/hooks';
import type { CommandLine } from '../api';

/** A button that copies a text. */
export function Copy({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('copied');
    } catch {
      setSaid('select and copy it by hand');
    }
    window.setTimeout(() => setSaid(''), 2000);
  };
  return <button type="button" class="quiet small" aria-label={`Copy ${what}`} onClick={() => void copy()}>{said === '' ? 'copy' : said}</button>;
}

/** Commands with what they do, to copy into a terminal. */
export function Commands({ commands, title = 'In a terminal' }: { commands: readonly CommandLine[]; title?: string }) {
  if (commands.length === 0) return null;
  return (
    <section class="commands">
      <h2>{title}</h2>
      <dl>
        {commands.map(({ words, command }) => (
          <div key={command}><dt>{words}</dt><dd><code>{command}</code><Copy text={command} what={`the command: ${words}`} /></dd></div>
        ))}
      </dl>
    </section>
  );
}
