/**
 * Counters of ESXi by group: the first id, then names with their rollups, numbered on from there; another number where
 * it jumps. What they count is the same as on vCenter Server.
 */
export const ESXI_COUNTERS: Readonly<Record<string, string>> = {
  cpu: `
    0 usage:none,average,maximum,minimum usagemhz:none,average,maximum,minimum reservedCapacity:average
    system:summation wait:summation ready:summation used:summation idle:summation swapwait:summation
    utilization:none,average,maximum,minimum coreUtilization:none,average,maximum,minimum
    totalCapacity:average latency:average entitlement:latest demand:average costop:summation
    maxlimited:summation overlap:summation run:summation demandEntitlementRatio:latest readiness:average
  `,
  mem: `
    65536 usage:none,average,maximum,minimum granted:none,average,maximum,minimum
    active:none,average,maximum,minimum shared:none,average,maximum,minimum
    zero:none,average,maximum,minimum unreserved:none,average,maximum,minimum
    swapused:none,average,maximum,minimum 65568 sharedcommon:none,average,maximum,minimum
    heap:none,average,maximum,minimum heapfree:none,average,maximum,minimum state:latest
    vmmemctl:none,average,maximum,minimum overhead:none,average,maximum,minimum reservedCapacity:average
    swapped:none,average,maximum,minimum swaptarget:none,average,maximum,minimum
    swapin:none,average,maximum,minimum swapout:none,average,maximum,minimum
    vmmemctltarget:none,average,maximum,minimum consumed:none,average,maximum,minimum
    sysUsage:none,average,maximum,minimum swapinRate:average swapoutRate:average activewrite:average
    compressed:average compressionRate:average decompressionRate:average overheadMax:average
    totalCapacity:average zipped:latest zipSaved:latest latency:average entitlement:average
    lowfreethreshold:average llSwapUsed:none llSwapInRate:average llSwapOutRate:average
    overheadTouched:average llSwapUsed:average,maximum,minimum llSwapIn:none,average,maximum,minimum
    llSwapOut:none,average,maximum,minimum vmfs.pbc.size:latest vmfs.pbc.sizeMax:latest
    vmfs.pbc.workingSet:latest vmfs.pbc.workingSetMax:latest vmfs.pbc.overhead:latest
    vmfs.pbc.capMissRatio:latest
  `,
  disk: `
    131072 usage:none,average,maximum,minimum numberRead:summation numberWrite:summation read:average
    write:average commands:summation commandsAborted:summation busResets:summation deviceReadLatency:average
    kernelReadLatency:average totalReadLatency:average queueReadLatency:average deviceWriteLatency:average
    kernelWriteLatency:average totalWriteLatency:average queueWriteLatency:average deviceLatency:average
    kernelLatency:average totalLatency:average queueLatency:average maxTotalLatency:latest
    maxQueueDepth:average numberReadAveraged:average numberWriteAveraged:average commandsAveraged:average
  `,
  net: `
    196608 usage:none,average,maximum,minimum packetsRx:summation packetsTx:summation received:average
    transmitted:average droppedRx:summation droppedTx:summation bytesRx:average bytesTx:average
    broadcastRx:summation broadcastTx:summation multicastRx:summation multicastTx:summation
    errorsRx:summation errorsTx:summation unknownProtos:summation pnicBytesRx:average pnicBytesTx:average
  `,
  sys: `
    262144 uptime:latest heartbeat:latest diskUsage:latest resourceCpuUsage:none,average,maximum,minimum
    resourceMemTouched:latest resourceMemMapped:latest resourceMemShared:latest resourceMemSwapped:latest
    resourceMemOverhead:latest resourceMemCow:latest resourceMemZero:latest resourceCpuRun1:latest
    resourceCpuAct1:latest resourceCpuMaxLimited1:latest resourceCpuRun5:latest resourceCpuAct5:latest
    resourceCpuMaxLimited5:latest resourceCpuAllocMin:latest resourceCpuAllocMax:latest
    resourceCpuAllocShares:latest resourceMemAllocMin:latest resourceMemAllocMax:latest
    resourceMemAllocShares:latest osUptime:latest resourceMemConsumed:latest resourceFdUsage:latest
  `,
  rescpu: `
    327680 actav1:latest actpk1:latest runav1:latest actav5:latest actpk5:latest runav5:latest
    actav15:latest actpk15:latest runav15:latest runpk1:latest maxLimited1:latest runpk5:latest
    maxLimited5:latest runpk15:latest maxLimited15:latest sampleCount:latest samplePeriod:latest
  `,
  managementAgent: `393216 memUsed:average swapUsed:average swapIn:average swapOut:average cpuUsage:average`,
  storageAdapter: `
    458752 commandsAveraged:average numberReadAveraged:average numberWriteAveraged:average read:average
    write:average totalReadLatency:average totalWriteLatency:average maxTotalLatency:latest
  `,
  storagePath: `
    524288 commandsAveraged:average numberReadAveraged:average numberWriteAveraged:average read:average
    write:average totalReadLatency:average totalWriteLatency:average maxTotalLatency:latest
  `,
  virtualDisk: `
    589824 numberReadAveraged:average numberWriteAveraged:average read:average write:average
    totalReadLatency:average totalWriteLatency:average readOIO:latest writeOIO:latest readLoadMetric:latest
    writeLoadMetric:latest readIOSize:latest writeIOSize:latest smallSeeks:latest mediumSeeks:latest
    largeSeeks:latest readLatencyUS:latest writeLatencyUS:latest vFlashCacheIops:latest
    vFlashCacheLatency:latest vFlashCacheThroughput:latest
  `,
  datastore: `
    655360 numberReadAveraged:average numberWriteAveraged:average read:average write:average
    totalReadLatency:average totalWriteLatency:average sizeNormalizedDatastoreLatency:average
    datastoreIops:average datastoreReadBytes:latest datastoreWriteBytes:latest datastoreReadIops:latest
    datastoreWriteIops:latest datastoreNormalReadLatency:latest datastoreNormalWriteLatency:latest
    datastoreReadOIO:latest datastoreWriteOIO:latest datastoreMaxQueueDepth:latest
    datastoreReadLoadMetric:latest datastoreWriteLoadMetric:latest maxTotalLatency:latest
    siocActiveTimePercentage:average datastoreVMObservedLatency:latest
  `,
  power: `720896 power:average powerCap:average energy:summation`,
  hbr: `786432 hbrNumVms:average hbrNetRx:average hbrNetTx:average`,
  vflashModule: `851968 numActiveVMDKs:latest`,
  vsanDomObj: `
    1245184 readIops:average readThroughput:average readAvgLatency:average readMaxLatency:latest
    readCacheHitRate:latest readCongestion:average writeIops:average writeThroughput:average
    writeAvgLatency:average writeMaxLatency:latest writeCongestion:average recoveryWriteIops:average
    recoveryWriteThroughput:average recoveryWriteAvgLatency:average recoveryWriteMaxLatency:latest
    recoveryWriteCongestion:average
  `,
  gpu: `
    1310720 utilization:none,average,maximum,minimum mem.used:none,average,maximum,minimum
    mem.usage:none,average,maximum,minimum temperature:average
  `,
  pmem: `1376256 available.reservation:latest`,
};
