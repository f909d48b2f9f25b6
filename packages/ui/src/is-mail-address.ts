/** Whether a typed text can be one mail address: enough to spare a round trip, as the server judges it by its own rule. */
export function isMailAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}
