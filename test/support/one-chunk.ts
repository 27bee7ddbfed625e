/** Bytes that are in memory already, as an upload takes them. */
export async function* oneChunk(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}
