// A sign beside the word: nothing is told by colour alone.
const signs: Record<string, string> = {
  complete: '✓', done: '✓', running: '●', stopped: '‖', paused: '‖', interrupted: '!', failed: '✕', empty: '○', open: '○', queued: '…',
  scheduled: '◷', cancelled: '✕', damaged: '✕', unreadable: '✕', 'broken schedule': '✕',
};

/** A status in a word. */
export function Badge({ status, why }: { status: string; why?: string | null }) {
  return <span class={`badge is-${status.replaceAll(' ', '-')}`} title={why ?? undefined}><span aria-hidden="true">{signs[status] ?? '·'}</span> {status}</span>;
}
