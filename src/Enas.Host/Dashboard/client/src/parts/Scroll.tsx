import type { ComponentChildren } from 'preact';

/** A table that is wider than its place moves in a box of its own; keys reach it too. */
export const Scroll = ({ label, children }: { label: string; children: ComponentChildren }) =>
  <div class="scroll" role="region" aria-label={label} tabIndex={0}>{children}</div>;
