import type { Load } from "./load_sum.ts";
import { type Meter, type MeterTable, whole } from "./meter.ts";

/** What hosts and machines tell of their memory alike. */
export function memoryMeters<Of, OfLoad extends Load>(): MeterTable<Of, OfLoad> {
  const kb = (read: (load: Load) => number): Meter<Of, OfLoad> => whole(({ load }) => read(load));
  return {
    "mem.active.average": kb(({ activeKb }) => activeKb),
    "mem.activewrite.average": kb(({ activeKb }) => activeKb * 0.6),
    "mem.consumed.average": kb(({ consumedKb }) => consumedKb),
    "mem.granted.average": kb(({ grantedKb }) => grantedKb),
    "mem.zero.average": kb(({ grantedKb }) => grantedKb * 0.01),
    "mem.vmmemctl.average": kb(({ balloonKb }) => balloonKb),
    "mem.swapin.average": kb(({ swappedKb }) => swappedKb * 1.5),
    "mem.swapout.average": kb(({ swappedKb }) => swappedKb * 2.5),
    "mem.swapinRate.average": kb(({ swappedKb }) => swappedKb * 0.0006),
    "mem.swapoutRate.average": kb(({ swappedKb }) => swappedKb * 0.0008),
    "mem.compressed.average": kb(({ swappedKb }) => swappedKb * 0.2),
    "mem.compressionRate.average": kb(({ swappedKb }) => swappedKb * 0.0002),
    "mem.decompressionRate.average": kb(({ swappedKb }) => swappedKb * 0.0001),
    "mem.overhead.average": kb(({ overheadKb }) => overheadKb),
  };
}
