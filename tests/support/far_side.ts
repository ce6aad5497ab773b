/** One HTTP request as it arrived; `method` (SOAP) and `target` (`Type:id`) are empty when it was not SOAP. */
export interface FarSideRequest {
  readonly verb: string;
  readonly path: string;
  readonly method: string;
  readonly target: string;
  /** The client's end of the TCP connection: two requests with the same one shared it. */
  readonly connection: string;
}

/** A fault of the API that the next calls of a method answer with; `count` 0 or none means for good. */
export interface FarSideFault {
  /** A SOAP method, or `*` for all. */
  readonly method: string;
  /** A fault type such as `InvalidPowerState`. */
  readonly fault: string;
  readonly fields?: Readonly<Record<string, string | number | boolean>>;
  readonly message?: string;
  readonly count?: number;
}

/** A vSphere that tests and clients talk to, whichever it is; disposal ends it. */
export interface FarSide extends AsyncDisposable {
  readonly url: string;
  /** Host and port. */
  readonly host: string;
  readonly user: string;
  readonly password: string;
  /** SHA-256 in the form `AB:CD:...`; empty without TLS. */
  readonly thumbprint: string;
  /** Empty without TLS. */
  readonly certificatePem: string;
  log(): Promise<readonly FarSideRequest[]>;
  clearLog(): Promise<void>;
  /** Ends all sessions from outside: the next call of each is not authenticated. */
  terminateSessions(): Promise<void>;
  fault(fault: FarSideFault): Promise<void>;
  clearFaults(): Promise<void>;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Starts it anew on the same port with the same certificate and the original inventory. */
  restart(): Promise<void>;
}
