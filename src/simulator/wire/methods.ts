import type { WireTable } from "../../soap/encode.ts";

/** Methods that clients of others call and the product does not, with their parameters in wire order. */
export const EXTRA_METHODS: WireTable["methods"] = {
  // pyVmomi reads one property by it; no released description has it.
  Fetch: "prop",
  RetrieveProperties: "specSet:PropertyFilterSpec[]",
  CheckForUpdates: "version?",
  WaitForUpdates: "version?",
  SetLocale: "locale",
  AcquireLocalTicket: "userName",
  RetrieveRolePermissions: "roleId:int",
  AddAuthorizationRole: "name privIds[]?",
  SetEntityPermissions: "entity:ref permission:Permission[]?",
  FindExtension: "extensionKey",
  QueryHostConnectionInfo: "",
  UpdateProgress: "percentDone:int",
};
