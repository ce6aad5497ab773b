/**
 * Like `Promise.all`, but a failure waits until the others have ended: an operation that has failed leaves no request
 * behind that nobody reads.
 */
export async function together<const T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [Key in keyof T]: Awaited<T[Key]> }> {
  await Promise.allSettled(work);
  return await Promise.all(work);
}
