import { noise } from "../core/random.ts";
import { type DataObject, isoTime } from "../core/value.ts";
import type { Host } from "../world/host.ts";
import type { World } from "../world/world.ts";
import { hostUsage } from "./host_load.ts";

/** What a sensor measures, as its `sensorType` says. */
interface Sensor {
  readonly name: string;
  readonly sensorType: "temperature" | "fan" | "power" | "voltage";
  readonly baseUnits: "Degrees C" | "RPM" | "Watts" | "Volts";
  readonly value: number;
  readonly health?: Health;
}

type Health = "green" | "yellow" | "red";

/** HealthSystemRuntime: sensors that follow the load; a host that is not green has one that says why. */
export function healthRuntime(host: Host, world: World): DataObject {
  const health = host.status === "yellow" || host.status === "red" ? host.status : "green";
  return {
    $type: "HealthSystemRuntime",
    systemHealthInfo: {
      $type: "HostSystemHealthInfo",
      numericSensorInfo: () => [
        rollup(health, world),
        ...sensors(host, { world, health }).map((sensor, at) => sensorInfo(sensor, at + 1, world)),
      ],
    },
    hardwareStatusInfo: () => hardwareStatus(host),
  };
}

function sensors(
  host: Host,
  { world, health }: { readonly world: World; readonly health: Health },
): readonly Sensor[] {
  const seed = seedOf(host);
  const { sockets } = host.hardware;
  const busy = hostUsage(host, world).cpuMhz / host.cpuCapacityMhz;
  let number = 0;
  const measure = (middle: number, spread: number) =>
    middle + (noise(seed + ++number, world.beat) - 0.5) * 2 * spread;
  const celsius = { sensorType: "temperature", baseUnits: "Degrees C" } as const;
  const rpm = { sensorType: "fan", baseUnits: "RPM" } as const;
  const volts = { sensorType: "voltage", baseUnits: "Volts" } as const;
  return [
    ...Array.from({ length: sockets }, (_, at) => (
      { ...celsius, name: `Processor ${at + 1} Temp`, value: measure(38 + 40 * busy, 2) }
    )),
    { ...celsius, name: "System Board 1 Inlet Temp", value: measure(22, 1) },
    {
      ...celsius,
      name: "System Board 1 Exhaust Temp",
      value: measure(health === "green" ? 33 + 10 * busy : 71, 1),
      health,
    },
    ...[1, 2].map((fan) => (
      { ...rpm, name: `Fan Device ${fan} Fan${fan}A RPM`, value: measure(5400 + 6000 * busy, 120) }
    )),
    {
      name: "System Board 1 Pwr Consumption",
      sensorType: "power",
      baseUnits: "Watts",
      value: measure(110 + 60 * sockets * (1 + busy), 4),
    },
    ...[1, 2].map((supply) => (
      { ...volts, name: `Power Supply ${supply} Voltage ${supply}`, value: measure(230, 2) }
    )),
  ];
}

function sensorInfo(sensor: Sensor, number: number, world: World): DataObject {
  const { name, sensorType, baseUnits, value, health = "green" } = sensor;
  return {
    $type: "HostNumericSensorInfo",
    name,
    healthState: sensorHealth(health),
    currentReading: Math.round(value * 100),
    // The reading is in hundredths.
    unitModifier: -2,
    baseUnits,
    rateUnits: "none",
    sensorType,
    id: `0.7.1.${number}`,
    sensorNumber: number,
    timeStamp: isoTime(world.clock.now()),
  };
}

/** The state of all sensors together, which has no reading. */
function rollup(health: Health, world: World): DataObject {
  return {
    $type: "HostNumericSensorInfo",
    name: "VMware Rollup Health State",
    healthState: sensorHealth(health),
    currentReading: 0,
    unitModifier: 0,
    baseUnits: "",
    rateUnits: "",
    sensorType: "system",
    id: "0.0.0.0",
    sensorNumber: 0,
    timeStamp: isoTime(world.clock.now()),
  };
}

const SENSOR_SUMMARIES: Readonly<Record<Health, string>> = {
  green: "Sensor is operating under normal conditions",
  yellow: "Sensor is operating under conditions that are non-critical",
  red: "Sensor is operating under critical or fatal conditions",
};

function sensorHealth(key: Health): DataObject {
  const label = key.charAt(0).toUpperCase() + key.slice(1);
  return { $type: "ElementDescription", label, summary: SENSOR_SUMMARIES[key], key };
}

function hardwareStatus({ hardware }: Host): DataObject {
  const elements = (names: readonly string[]) =>
    names.map((name) => ({
      $type: "HostHardwareElementInfo",
      name,
      status: {
        $type: "ElementDescription",
        label: "Green",
        summary: "Physical element is functioning as expected",
        key: "Green",
      },
    }));
  const sockets = Array.from({ length: hardware.sockets }, (_, at) => at + 1);
  return {
    $type: "HostHardwareStatusInfo",
    memoryStatusInfo: elements(
      sockets.flatMap((socket) => [`Proc ${socket} DIMM 1`, `Proc ${socket} DIMM 2`]),
    ),
    cpuStatusInfo: elements(sockets.map((socket) => `CPU ${socket}`)),
  };
}

/** A whole number that tells hosts apart. */
function seedOf({ hardware }: Host): number {
  return Number.parseInt(hardware.uuid.replace(/[^\da-f]/gi, "").slice(-7), 16) || 1;
}
