/** Names of the colours in app.css that charts draw with, in order. */
export const seriesColours = ['--c1', '--c2', '--c3', '--c4', '--c5', '--c6', '--c7', '--c8'] as const;

/** The place of a colour in the palette, round and round. */
export const colourClass = (place: number): string => `s${(place % seriesColours.length) + 1}`;

/** A colour of the style sheet as a canvas takes it, in the theme that is shown. */
export function colour(name: string, alpha = 1): string {
  const probe = document.createElement('i');
  probe.className = 'probe';
  probe.style.color = alpha === 1 ? `var(${name})` : `color-mix(in srgb, var(${name}) ${100 * alpha}%, transparent)`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
