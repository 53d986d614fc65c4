import { useEffect, useRef } from 'preact/hooks';
import { useStore } from '../data/store';
import { helpIsOpen, keyList, keysAreOn, setKeys } from './keys';

/** The list of keys, over the page. */
export function KeyHelp() {
  const isOpen = useStore(helpIsOpen);
  const areOn = useStore(keysAreOn);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-labelledby="keys-title" onClose={() => helpIsOpen.set(false)}>
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">
        {keyList.map(([keys, what]) => <div key={keys}><dt>{keys.split(', ').map(one => <kbd key={one}>{one}</kbd>)}</dt><dd>{what}</dd></div>)}
      </dl>
      <label class="check"><input type="checkbox" checked={areOn} onChange={event => setKeys(event.currentTarget.checked)} /> single keys do this</label>
      <p><button type="button" onClick={() => helpIsOpen.set(false)}>Close</button></p>
    </dialog>
  );
}
