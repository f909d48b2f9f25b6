/** Rows on one screen. */
export const PAGE_ROWS = 25;
/** Rows fetched at once: the API's highest. Sorting covers all of them. */
export const WINDOW_ROWS = 200;

export interface PagePlan {
  /** Where the fetched window begins, in rows of the whole list. */
  windowOffset: number;
  /** Where the shown page begins and ends (exclusive) inside the window. */
  from: number;
  to: number;
}

/** Which window of the list a page needs, and which part of it to show. Pages count from 0. */
export function planPage(page: number): PagePlan {
  const first = page * PAGE_ROWS;
  const windowOffset = Math.floor(first / WINDOW_ROWS) * WINDOW_ROWS;
  return { windowOffset, from: first - windowOffset, to: first - windowOffset + PAGE_ROWS };
}

/** The last page that has a row; 0 for an empty list. */
export function lastPage(total: number): number {
  return Math.max(0, Math.ceil(total / PAGE_ROWS) - 1);
}
