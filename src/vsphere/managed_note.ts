/** What to know before one changes a host directly that a vCenter Server manages. */
export function managedNote(vcenter: string): string {
  return `The host belongs to vCenter Server ${vcenter}: make changes through that server, ` +
    "which may refuse or undo what is done on the host itself";
}
