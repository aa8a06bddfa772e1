let probe: HTMLElement | undefined;

/** What a color of the style sheet is at the moment, as a canvas needs it. */
export function pageColor(name: string): string {
  probe ??= document.body.appendChild(document.createElement('i'));
  probe.hidden = true;
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}
