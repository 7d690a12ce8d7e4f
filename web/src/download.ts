// A file that the browser saves; no server takes part.
import { h } from "./dom";

export function download(name: string, type: string, ...text: string[]): void {
  const address = URL.createObjectURL(new Blob(text, { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
