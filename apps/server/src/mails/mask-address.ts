import { oneLine } from "./one-line.ts";

/** `isaiah@contoso.example` as `i…@contoso.example`: enough to know it again, too little to pass it on. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const [first = ""] = Array.from(address.slice(0, at));
  return oneLine(`${first}…${address.slice(at)}`, 100);
}
