/** Ids of new objects as the two kinds of server give them: `vm-42`, or on ESXi `42`. */
export class Ids {
  #last: number;
  readonly #model: "vcenter" | "esxi";

  constructor(model: "vcenter" | "esxi") {
    this.#model = model;
    this.#last = model === "vcenter" ? 1000 : 0;
  }

  /** An id with the prefix that vCenter Server uses for the kind: `vm-42`, but `group-v42` and `domain-c42`. */
  next(prefix: string): string {
    this.#last++;
    if (this.#model === "vcenter") return `${prefix}${prefix.includes("-") ? "" : "-"}${this.#last}`;
    return prefix === "vm" ? String(this.#last) : `${prefix}${this.#last}`;
  }

  /** A number alone. */
  number(): number {
    return ++this.#last;
  }
}
