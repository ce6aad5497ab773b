import { FAULTS } from "../src/vsphere/fault_table.ts";
import { markdownTable } from "./markdown.ts";

/** What vSphere may answer with, as the errors of this server say it. */
export function faultTable(): string {
  return markdownTable(
    ["Fault", "The error says", "What to do"],
    Object.entries(FAULTS).map(([fault, [, state, next]]) => [`\`${fault}\``, plain(state), plain(next)]),
  );
}

/** Without what the server fills in when it knows it. */
function plain(text: string): string {
  return text.replaceAll(/\[[^\]]*\]/g, "").replaceAll(/\{\w+\}/g, " …");
}
