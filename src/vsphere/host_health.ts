import { arrayOf, many, number, object, one, text, word } from "../soap/decode.ts";
import { withoutEmpty } from "../without_empty.ts";
import { rounded } from "./units.ts";

const readState = one(object({ key: one(word) }));

/** Reads `numericSensorInfo`. */
export const readSensors = arrayOf(object({
  name: one(text),
  healthState: readState,
  currentReading: one(number),
  unitModifier: one(number),
  baseUnits: one(word),
  rateUnits: one(word),
  sensorType: one(word),
}));

const readElements = many(object({ name: one(text), status: readState }));

/** Reads `hardwareStatusInfo`. */
export const readHardwareStatus = object({
  cpuStatusInfo: readElements,
  memoryStatusInfo: readElements,
  storageStatusInfo: readElements,
});

/** What one sensor says; one that only knows states has no value. */
export type Sensor = {
  readonly name: string;
  readonly type?: string;
  /** `green`, `yellow`, `red` or `unknown`. */
  readonly health: string;
  readonly value?: number;
  /** Such as `Degrees C` or `RPM`. */
  readonly unit?: string;
};

/** Health of one part of the hardware. */
export type HardwarePart = {
  readonly name: string;
  readonly health: string;
};

/** The sensors of a host, those that are not green first, then those that measure: no cut may hide one. */
export function sensorsOf(info: NonNullable<ReturnType<typeof readSensors>>): readonly Sensor[] {
  const sensors = info.map((sensor) => {
    const { name = "", currentReading, unitModifier = 0, baseUnits, rateUnits } = sensor;
    const hasRate = rateUnits !== undefined && rateUnits !== "none";
    const isMeasured = currentReading !== undefined && baseUnits !== undefined;
    return withoutEmpty({
      name,
      type: sensor.sensorType,
      health: healthOf(sensor.healthState),
      value: isMeasured ? rounded(currentReading * 10 ** unitModifier) : undefined,
      unit: hasRate && baseUnits !== undefined ? `${baseUnits} per ${rateUnits}` : baseUnits,
    });
  });
  return unhealthyFirst(
    sensors.toSorted((a, b) => Number(b.value !== undefined) - Number(a.value !== undefined)),
  );
}

/** The parts of the hardware, those that are not green first. */
export function partsOf(
  elements: NonNullable<ReturnType<typeof readHardwareStatus>>["cpuStatusInfo"],
): readonly HardwarePart[] {
  return unhealthyFirst(elements.map(({ name = "", status }) => ({ name, health: healthOf(status) })));
}

/** False for what is yellow, red or unknown. */
export function isGreen({ health }: { readonly health: string }): boolean {
  return health === "green";
}

/** Servers write `Green` and `green`. */
function healthOf(state: { readonly key: string | undefined } | undefined): string {
  return state?.key?.toLowerCase() ?? "unknown";
}

const URGENCY: Readonly<Record<string, number>> = { red: 0, yellow: 1, green: 3 };

/** The same, red before yellow before unknown before green. */
export function unhealthyFirst<T extends { readonly health: string }>(parts: readonly T[]): readonly T[] {
  return parts.toSorted((a, b) => (URGENCY[a.health] ?? 2) - (URGENCY[b.health] ?? 2));
}
