import { infos } from "./key_info.ts";
import { endpoint, text, thumbprint, yesOrNo } from "./values.ts";
import * as z from "../deps/zod.ts";

/** Which vSphere, as whom, and where new things go. */
export const targetKeys = {
  vcenter_host: endpoint.register(infos, {
    variable: "VCENTER_HOST",
    placeholder: "HOST",
    description:
      "ESXi host or vCenter Server: host, host:port or a URL; plain HTTP only when http:// is written out.",
    example: "vcenter.example.com",
  }),
  vcenter_user: text.register(infos, {
    variable: "VCENTER_USER",
    placeholder: "USER",
    description: "User name for vSphere.",
    example: "administrator@vsphere.local",
  }),
  vcenter_password: z.string().register(infos, {
    variable: "VCENTER_PASSWORD",
    description: "Password of this user.",
    example: "your-password",
    isSecret: true,
  }),
  vcenter_password_file: text.optional().register(infos, {
    variable: "VCENTER_PASSWORD_FILE",
    placeholder: "FILE",
    description: "File that holds the password, in place of vcenter_password.",
    example: "/run/secrets/vcenter_password",
  }),
  datacenter: text.optional().register(infos, {
    variable: "VCENTER_DATACENTER",
    placeholder: "NAME",
    description: "Datacenter for new virtual machines.",
    example: "Datacenter",
    otherwise: "the first one found",
  }),
  cluster: text.optional().register(infos, {
    variable: "VCENTER_CLUSTER",
    placeholder: "NAME",
    description: "Cluster or host for new virtual machines.",
    example: "Cluster",
    otherwise: "the first cluster or host found",
  }),
  datastore: text.optional().register(infos, {
    variable: "VCENTER_DATASTORE",
    placeholder: "NAME",
    description: "Datastore for new virtual machines.",
    example: "datastore1",
    otherwise: "the accessible one with most free space",
  }),
  network: text.default("VM Network").register(infos, {
    variable: "VCENTER_NETWORK",
    placeholder: "NAME",
    description: "Network for new virtual machines.",
    example: "VM Network",
  }),
  insecure: yesOrNo.default(false).register(infos, {
    variable: "VCENTER_INSECURE",
    description: "Accept any certificate of the target; for a self-signed one thumbprint is the safe way.",
    example: "true",
  }),
  ca_file: text.optional().register(infos, {
    variable: "VCENTER_CA_FILE",
    placeholder: "FILE",
    description: "PEM file with the certificates to trust.",
    example: "/etc/ssl/vcenter-ca.pem",
  }),
  thumbprint: thumbprint.optional().register(infos, {
    variable: "VCENTER_THUMBPRINT",
    placeholder: "HEX",
    description: "SHA-256 (or SHA-1) thumbprint of the one certificate to accept.",
    example: Array(32).fill("AB").join(":"),
  }),
} as const;
