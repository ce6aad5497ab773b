/** The fields that have a value; those that may lack one become optional. */
type WithoutEmpty<T> =
  & { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] }
  & { [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined> };

/** Leaves out what the server did not tell. */
export function withoutEmpty<T extends Readonly<Record<string, unknown>>>(value: T): WithoutEmpty<T>;
export function withoutEmpty(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined && item !== ""));
}
