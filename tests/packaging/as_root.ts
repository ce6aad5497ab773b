/** What comes before a command that only root may run. */
export const AS_ROOT: readonly string[] = Deno.uid() === 0 ? [] : ["sudo", "-n"];

/** Runs a command as root; gives what it printed. Throws with what it complained about. */
export async function asRoot(command: readonly string[]): Promise<string> {
  const [program = "", ...args] = [...AS_ROOT, ...command];
  const output = await new Deno.Command(program, { args, stdin: "null" }).output();
  const [said, complained] = [output.stdout, output.stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (!output.success) throw new Error(`Cannot run ${command.join(" ")}: ${complained}`);
  return said ?? "";
}
