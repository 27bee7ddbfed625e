/** Hands a file over to be saved: to the browser's downloads, or on the desktop to where the user says. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(name);
  link.click();
  // The address must live until the download has begun, of which a page hears nothing.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A name that every file system takes: no separators, no control characters, not too long, not hidden. */
export function fileName(name: string): string {
  const clean = name.replaceAll(/[\u0000-\u001f\u007f"*/:<>?\\|]+/g, '-').replace(/^[\s.]+/, '');
  const dot = clean.search(/\.(pb\.gz|[a-z]+(\.json)?)$/);
  const [stem, ending] = dot < 0 ? [clean, ''] : [clean.slice(0, dot), clean.slice(dot)];
  return `${withinBytes(stem, 200)}${ending}` || 'plumbline';
}

/** File systems count bytes, of which they take 255. */
function withinBytes(text: string, most: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(most));
  return text.slice(0, read);
}
