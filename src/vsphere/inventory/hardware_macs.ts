import { arrayOf, object, one, word } from "../../soap/decode.ts";
import { retrieveById } from "../properties.ts";
import type { Session } from "../session.ts";
import { macOf } from "./handles.ts";
import type { Mirror } from "./mirror.ts";
import type { VmRow } from "./shapes.ts";

interface Known {
  /** Configuration that the addresses were read from. */
  readonly changeVersion: string | undefined;
  readonly macs: readonly string[];
}

const shape = { "config.hardware.device": arrayOf(object({ macAddress: one(word) })) } as const;

/** Hardware lists are large: so many of them come in one answer. */
const BATCH = 100;

/**
 * MAC addresses of the machines' network cards, also of those that no guest reports. They are part of the hardware,
 * which is too large to mirror: it is read with the first question and again of machines whose configuration changed.
 */
export class HardwareMacs {
  readonly #session: Session;
  readonly #known = new Map<string, Known>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** The machines with a card of this address, in the form of macOf(). */
  async vmsWith(mirror: Mirror, mac: string, signal?: AbortSignal): Promise<readonly VmRow[]> {
    const vms = mirror.vms();
    const unread = vms.filter((vm) => this.#known.get(vm.ref.value)?.changeVersion !== versionOf(vm));
    for (let from = 0; from < unread.length; from += BATCH) {
      await this.#read(unread.slice(from, from + BATCH), signal);
    }
    for (const id of this.#known.keys()) {
      if (mirror.get("VirtualMachine", id) === undefined) this.#known.delete(id);
    }
    return vms.filter(({ ref }) => this.#known.get(ref.value)?.macs.includes(mac));
  }

  async #read(vms: readonly VmRow[], signal: AbortSignal | undefined): Promise<void> {
    const rows = await retrieveById(this.#session, vms.map(({ ref }) => ref), { shape, signal });
    for (const vm of vms) {
      const devices = rows.get(vm.ref.value)?.["config.hardware.device"] ?? [];
      const macs = devices.flatMap(({ macAddress }) => macOf(macAddress ?? "") ?? []);
      this.#known.set(vm.ref.value, { changeVersion: versionOf(vm), macs });
    }
  }
}

/** An inaccessible machine has no configuration, and so none that could change. */
function versionOf(vm: VmRow): string {
  return vm["config.changeVersion"] ?? "none";
}
