/** What a process costs, as Linux tells it. */

/** Memory that a process holds now, in MiB; NaN where the system does not tell it. */
export function residentMib(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? NaN) / 1024;
}

/** Processor time of a process so far, in milliseconds; NaN where the system does not tell it. */
export function processorMs(pid: number): number {
  // Behind the name, which may hold spaces: state is the first field, user and system time the 12th and 13th.
  const fields = read(`/proc/${pid}/stat`).split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11] ?? NaN) + Number(fields[12] ?? NaN)) * MS_PER_TICK;
}

const MS_PER_TICK = 10;

function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
