import { ref } from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import { retrieveById } from "../properties.ts";
import type { Session } from "../session.ts";

const snapshotShape = { vm: ref } as const;
const taskShape = { "info.entity": ref } as const;

/** The objects, with those that the snapshots and tasks among them belong to. */
export async function withOwners(
  session: Session,
  objects: readonly Moref[],
  signal: AbortSignal | undefined,
): Promise<readonly Moref[]> {
  const of = (type: string) => objects.filter((object) => object.type === type);
  const [snapshots, tasks] = [
    await retrieveById(session, of("VirtualMachineSnapshot"), { shape: snapshotShape, signal }),
    await retrieveById(session, of("Task"), { shape: taskShape, signal }),
  ];
  return [
    ...objects,
    ...[...snapshots.values()].flatMap(({ vm }) => vm ?? []),
    ...[...tasks.values()].flatMap((row) => row["info.entity"] ?? []),
  ];
}
