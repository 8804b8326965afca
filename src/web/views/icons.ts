import { html, svg, type TemplateResult } from "lit-html";

/** Small drawings for buttons; the button itself carries the name. */
function icon(path: TemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">${path}</svg>`;
}

export const playIcon = icon(svg`<path d="M4 2.5v11l9.5-5.5z" fill="currentColor" />`);
export const pauseIcon = icon(svg`<path d="M4 2.5h3v11H4zM9 2.5h3v11H9z" fill="currentColor" />`);
export const nextIcon = icon(svg`<path d="M3 3v10l7-5zM11 3h2v10h-2z" fill="currentColor" />`);
export const previousIcon = icon(svg`<path d="M13 3v10L6 8zM3 3h2v10H3z" fill="currentColor" />`);
export const startIcon = icon(svg`<path d="M13 3v10L8 8zM8 3v10L3 8zM2 3h1v10H2z" fill="currentColor" />`);
export const endIcon = icon(svg`<path d="M3 3v10l5-5zM8 3v10l5-5zM13 3h1v10h-1z" fill="currentColor" />`);
export const diceIcon = icon(
  svg`<rect x="2" y="2" width="12" height="12" rx="2.5" fill="none" stroke="currentColor" stroke-width="1.5" /><g fill="currentColor"><circle cx="5.3" cy="5.3" r="1.2" /><circle cx="8" cy="8" r="1.2" /><circle cx="10.7" cy="10.7" r="1.2" /></g>`,
);
export const resetIcon = icon(
  svg`<path d="M3.2 8a4.8 4.8 0 1 0 1.6-3.6M4.9 1.6v3h3" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />`,
);
export const closeIcon = icon(
  svg`<path d="M4 4l8 8M12 4l-8 8" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />`,
);
export const backIcon = icon(
  svg`<path d="M10 3 5 8l5 5" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />`,
);
export const undoIcon = icon(
  svg`<path d="M6 3 2.8 6.2 6 9.4M3 6.2h6.2a3.8 3.8 0 0 1 0 7.6H6" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />`,
);
export const redoIcon = icon(
  svg`<path d="m10 3 3.2 3.2L10 9.4m3-3.2H6.8a3.8 3.8 0 0 0 0 7.6H10" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />`,
);
