/** True when the text has a wildcard of a glob. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

/** A test for names that fit a glob: `*` is any text, `?` one character; case does not matter. */
export function globTest(glob: string): (name: string) => boolean {
  const pattern = [...glob.toLowerCase()];
  return (name) => fits(pattern, [...name.toLowerCase()]);
}

/** Goes back to the last star only, so that no pattern takes longer than the product of both lengths. */
function fits(pattern: readonly string[], name: readonly string[]): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < name.length;) {
    if (pattern[at] === "*") {
      star = at++;
      resume = i;
    } else if (pattern[at] === "?" || pattern[at] === name[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
