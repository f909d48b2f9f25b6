import { html, type SafeHtml } from "../../core/html.ts";

type Cell = SafeHtml | string | undefined;

export interface PortalTable {
  /** What the region around it is called. */
  readonly label: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What stands there while there is no row: how the first one comes to be. */
  readonly empty: string;
}

/** A list of the admin center; it scrolls by itself where the window is narrow. */
export function portalTable({ label, headers, rows, empty }: PortalTable): SafeHtml {
  if (rows.length === 0) return html`<p class="quiet" role="status">${empty}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${headers.map((header) => html`<th scope="col">${header}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export interface YesNo {
  readonly name: string;
  readonly legend: string;
  readonly hint: string;
  readonly isYes: boolean;
}

export function yesNo({ name, legend, hint, isYes }: YesNo): SafeHtml {
  const option = (value: "yes" | "no", text: string, isChosen: boolean) =>
    html`<label class="option" for="${name}-${value}">
      <input type="radio" id="${name}-${value}" name="${name}" value="${value}" ${isChosen ? checked : ""} />${text}
    </label>`;
  return html`<fieldset>
    <legend>${legend}</legend>
    ${option("yes", "Yes", isYes)} ${option("no", "No", !isYes)}
    <p class="quiet">${hint}</p>
  </fieldset>`;
}

export const checked = html`checked`;

/** "11/24/2026, 10:15 PM" in the reader's own way is the browser's business; the sandbox writes UTC. */
export function portalTime(iso: string | undefined): string {
  return iso === undefined ? "" : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
