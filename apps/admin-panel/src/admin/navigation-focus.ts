let hasNavigated = false;

/** Called by a click in the navigation: the next page's heading takes the focus, as a page load would. */
export function noteNavigation(): void {
  hasNavigated = true;
}

/** Whether the page that is just shown was reached by such a click; answers yes once. */
export function takeNavigation(): boolean {
  const was = hasNavigated;
  hasNavigated = false;
  return was;
}
