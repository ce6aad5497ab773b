/** One request as it arrived. */
export interface LoggedRequest {
  /** SOAP method, or verb and service of any other request: `GET /folder`, `GET /rest/com/vmware/cis/tagging/tag`. */
  readonly method: string;
  /** `VirtualMachine:vm-42`; "" when it was not SOAP. */
  readonly target: string;
  /** The client's end of the connection; 0 without a network. */
  readonly connection: number;
  readonly body: string;
}

/** What arrived, oldest first; a simulator that nobody tests keeps nothing. */
export class RequestLog {
  readonly #capacity: number;
  #requests: LoggedRequest[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get requests(): readonly LoggedRequest[] {
    return this.#requests;
  }

  /** Methods of the requests so far. */
  get methods(): readonly string[] {
    return this.#requests.map(({ method }) => method);
  }

  count(method: string): number {
    return this.#requests.filter((request) => request.method === method).length;
  }

  note(request: LoggedRequest): void {
    if (this.#requests.length < this.#capacity) this.#requests.push(request);
  }

  clear(): void {
    this.#requests = [];
  }
}
