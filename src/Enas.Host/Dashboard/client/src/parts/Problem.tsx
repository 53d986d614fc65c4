import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../api';
import type { Answer } from '../data/useAnswer';
import { keepToken } from '../data/token';
import { count } from '../text/format';

/** What could not be had, in the server's words; where the token is missing, a place to put it. */
export function ProblemBox({ problem }: { problem: Problem }) {
  return problem.status === 401 ? <TokenForm words={problem.title} /> : <p class="notice bad" role="alert">{problem.title}</p>;
}

/** A place for the token. */
export function TokenForm({ words }: { words: string }) {
  const [value, setValue] = useState('');
  return (
    <form class="notice" onSubmit={event => { event.preventDefault(); keepToken(value.trim()); }}>
      <p>{words}</p>
      <label>Token <input type="password" autocomplete="off" value={value} onInput={event => setValue(event.currentTarget.value)} /></label>{' '}
      <button type="submit">Use it</button>
      <p class="hint">The address that enas ui prints when it starts has the token in it, unless one was given: that one stands in the file of --token-file or in ENAS__Ui__Token. enas serve names the file of its token in its log. This tab alone keeps what is put in here.</p>
    </form>
  );
}

/** What an answer holds, or why there is nothing to show yet. */
export function Shown<T>({ answer, children }: { answer: Answer<T>; children: (data: T) => ComponentChildren }) {
  const { data, reading, problem } = answer;
  return (
    <>
      {problem && <ProblemBox problem={problem} />}
      {reading && <ReadingBar segment={reading.segment} of={reading.of} />}
      {data ? <div aria-busy={answer.isAsking}>{children(data)}</div> : !problem && !reading && <p class="empty" aria-busy="true">Loading …</p>}
    </>
  );
}

const ReadingBar = ({ segment, of }: { segment: number; of: number }) => (
  <div class="notice reading">
    <label>Reading the log: segment {count(segment)} of {count(of)} <progress value={segment} max={Math.max(1, of)} /></label>
    <p class="hint">A log is read and verified once; after that the page follows it.</p>
  </div>
);
