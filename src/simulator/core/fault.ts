import type { Moref } from "../../soap/encode.ts";
import type { DataObject, Value } from "./value.ts";

/** A fault that the far side answers with, as a fault of a method or inside a task. */
export class SimFault extends Error {
  override readonly name = "SimFault";
  readonly fault: string;
  /** The fault's own fields in wire order. */
  readonly fields: Readonly<Record<string, Value | undefined>>;

  constructor(fault: string, message: string, fields: Readonly<Record<string, Value | undefined>> = {}) {
    super(message);
    this.fault = fault;
    this.fields = fields;
  }
}

/** The fault as a data object; `faultMessage` explains it as real servers do. */
export function faultData({ fault, fields, message }: SimFault): DataObject {
  const faultMessage = [{ $type: "LocalizableMessage", key: `com.vmware.vim.${fault}`, message }];
  return { $type: fault, faultMessage, ...fields };
}

/** The fault as tasks and missing properties carry it. */
export function localizedFault(fault: SimFault): DataObject {
  return { $type: "LocalizedMethodFault", fault: faultData(fault), localizedMessage: fault.message };
}

/** The object is gone or never was. */
export function objectNotFound(obj: Moref): SimFault {
  return new SimFault(
    "ManagedObjectNotFound",
    `The object '${obj.type}:${obj.value}' has already been deleted or has not been completely created`,
    { obj },
  );
}

/** A value that does not do. */
export function invalidArgument(invalidProperty: string): SimFault {
  return new SimFault("InvalidArgument", `A specified parameter was not correct: ${invalidProperty}`, {
    invalidProperty,
  });
}

/** The request does not parse. */
export function invalidRequest(message: string): SimFault {
  return new SimFault("InvalidRequest", message);
}

/** No session, or one that has ended. */
export function notAuthenticated(object: Moref): SimFault {
  return new SimFault("NotAuthenticated", "The session is not authenticated.", {
    object,
    privilegeId: "System.View",
  });
}

/** The account lacks a privilege. */
export function noPermission(object: Moref, privilegeId: string): SimFault {
  return new SimFault("NoPermission", "Permission to perform this operation was denied.", {
    object,
    privilegeId,
  });
}

/** The operation does not exist on this kind of server. */
export function notSupported(): SimFault {
  return new SimFault("NotSupported", "The operation is not supported on the object.");
}

/** The name is taken in that folder. */
export function duplicateName(name: string, object: Moref): SimFault {
  return new SimFault("DuplicateName", `The name '${decodeURIComponentSafe(name)}' already exists.`, {
    name,
    object,
  });
}

/** The machine's power state does not allow it. */
export function invalidPowerState(requestedState: string | undefined, existingState: string): SimFault {
  const state = STATE_WORDS[existingState] ?? existingState;
  return new SimFault(
    "InvalidPowerState",
    `The attempted operation cannot be performed in the current state (${state}).`,
    { requestedState, existingState },
  );
}

/** A file that is not there. */
export function fileNotFound(file: string): SimFault {
  return new SimFault("FileNotFound", `File ${file} was not found`, { file });
}

/** A file that is there already. */
export function fileAlreadyExists(file: string): SimFault {
  return new SimFault(
    "FileAlreadyExists",
    `Cannot complete the operation because the file or folder ${file} already exists`,
    { file },
  );
}

/** A file in use. */
export function fileLocked(file: string): SimFault {
  return new SimFault("FileLocked", `Unable to access file ${file} since it is locked`, { file });
}

const STATE_WORDS: Readonly<Record<string, string>> = {
  poweredOn: "Powered on",
  poweredOff: "Powered off",
  suspended: "Suspended",
};

function decodeURIComponentSafe(name: string): string {
  return name.replace(/%(25|2f|5c)/gi, (escape) => decodeURIComponent(escape));
}
