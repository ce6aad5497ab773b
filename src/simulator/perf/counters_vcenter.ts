/**
 * Counters of vCenter Server by group: name, kind of number and unit, then for every rollup its id and the statistics
 * levels from which it is kept for the object and for its parts.
 */
export const VCENTER_COUNTERS: Readonly<Record<string, string>> = {
  cpu: `
    usage rate % 1:none:44 2:average:13 3:minimum:44 4:maximum:44; usagemhz rate MHz 5:none:44 6:average:13
    7:minimum:44 8:maximum:44; reservedCapacity absolute MHz 9:average:23; system delta ms 10:summation:33;
    wait delta ms 11:summation:33; ready delta ms 12:summation:13; idle delta ms 13:summation:23; used delta
    ms 14:summation:33; capacity.provisioned absolute MHz 15:average:44; capacity.entitlement absolute MHz
    16:average:44; capacity.usage rate MHz 17:average:44; capacity.demand absolute MHz 18:average:44;
    capacity.contention rate % 19:average:44; corecount.provisioned absolute num 20:average:44;
    corecount.usage absolute num 21:average:44; corecount.contention rate % 22:average:44; cpuentitlement
    absolute MHz 213:latest:23; totalmhz rate MHz 278:average:13; swapwait delta ms 386:summation:33;
    utilization rate % 387:none:44 388:average:23 389:maximum:44 390:minimum:44; coreUtilization rate %
    391:none:44 392:average:23 393:maximum:44 394:minimum:44; totalCapacity absolute MHz 395:average:23;
    latency rate % 396:average:23; entitlement absolute MHz 397:latest:23; demand absolute MHz
    398:average:23; costop delta ms 399:summation:23; maxlimited delta ms 400:summation:23; overlap delta ms
    401:summation:33; run delta ms 402:summation:23; demandEntitlementRatio absolute % 403:latest:44;
    readiness rate % 404:average:44
  `,
  mem: `
    usage absolute % 23:none:44 24:average:13 25:minimum:44 26:maximum:44; reservedCapacity absolute MB
    27:average:23; granted absolute KB 28:none:44 29:average:23 30:minimum:44 31:maximum:44; active absolute
    KB 32:none:44 33:average:23 34:minimum:44 35:maximum:44; shared absolute KB 36:none:44 37:average:23
    38:minimum:44 39:maximum:44; zero absolute KB 40:none:44 41:average:23 42:minimum:44 43:maximum:44;
    unreserved absolute KB 44:none:44 45:average:23 46:minimum:44 47:maximum:44; swapused absolute KB
    48:none:44 49:average:23 50:minimum:44 51:maximum:44; swapunreserved absolute KB 52:none:44
    53:average:44 54:minimum:44 55:maximum:44; sharedcommon absolute KB 56:none:44 57:average:23
    58:minimum:44 59:maximum:44; heap absolute KB 60:none:44 61:average:44 62:minimum:44 63:maximum:44;
    heapfree absolute KB 64:none:44 65:average:44 66:minimum:44 67:maximum:44; state absolute num
    68:latest:23; swapped absolute KB 69:none:44 70:average:23 71:minimum:44 72:maximum:44; swaptarget
    absolute KB 73:none:44 74:average:23 75:minimum:44 76:maximum:44; swapIn absolute KB 77:none:44
    78:average:23 79:minimum:44 80:maximum:44; swapOut absolute KB 81:none:44 82:average:23 83:minimum:44
    84:maximum:44; swapinRate rate KBps 85:average:13; swapoutRate rate KBps 86:average:13; vmmemctl
    absolute KB 89:none:44 90:average:13 91:minimum:44 92:maximum:44; vmmemctltarget absolute KB 93:none:44
    94:average:23 95:minimum:44 96:maximum:44; consumed absolute KB 97:none:44 98:average:13 99:minimum:44
    100:maximum:44; overhead absolute KB 101:none:44 102:average:11 103:minimum:44 104:maximum:44;
    compressed absolute KB 105:average:23; compressionRate rate KBps 106:average:23; decompressionRate rate
    KBps 107:average:23; capacity.provisioned absolute KB 108:average:44; capacity.entitlement absolute KB
    109:average:44; capacity.usable absolute KB 110:average:44; capacity.usage absolute KB 111:average:44;
    capacity.contention rate % 112:average:44; capacity.usage.vm absolute KB 113:average:24;
    capacity.usage.vmOvrhd absolute KB 114:average:24; capacity.usage.vmkOvrhd absolute KB 115:average:24;
    capacity.usage.userworld absolute KB 116:average:24; reservedCapacity.vm absolute KB 117:average:24;
    reservedCapacity.vmOvhd absolute KB 118:average:24; reservedCapacity.vmkOvrhd absolute KB
    119:average:24; reservedCapacity.userworld absolute KB 120:average:24; reservedCapacityPct absolute %
    121:average:44; consumed.vms absolute KB 122:average:24; consumed.userworlds absolute KB 123:average:24;
    mementitlement absolute MB 214:latest:23; totalmb absolute MB 279:average:13; swapin absolute KB
    405:none:44 406:average:23 407:maximum:44 408:minimum:44; swapout absolute KB 409:none:44 410:average:23
    411:maximum:44 412:minimum:44; sysUsage absolute KB 413:none:44 414:average:23 415:maximum:44
    416:minimum:44; activewrite absolute KB 417:average:23; overheadMax absolute KB 418:average:23;
    totalCapacity absolute MB 419:average:23; zipped absolute KB 420:latest:23; zipSaved absolute KB
    421:latest:23; latency absolute % 422:average:23; entitlement absolute KB 423:average:23;
    lowfreethreshold absolute KB 424:average:23; llSwapUsed absolute KB 425:none:44 429:average:44
    430:maximum:44 431:minimum:44; llSwapInRate rate KBps 426:average:23; llSwapOutRate rate KBps
    427:average:23; overheadTouched absolute KB 428:average:44; llSwapIn absolute KB 432:none:44
    433:average:44 434:maximum:44 435:minimum:44; llSwapOut absolute KB 436:none:44 437:average:44
    438:maximum:44 439:minimum:44; vmfs.pbc.size absolute MB 440:latest:44; vmfs.pbc.sizeMax absolute MB
    441:latest:44; vmfs.pbc.workingSet absolute TB 442:latest:44; vmfs.pbc.workingSetMax absolute TB
    443:latest:44; vmfs.pbc.overhead absolute KB 444:latest:44; vmfs.pbc.capMissRatio absolute %
    445:latest:44
  `,
  disk: `
    usage rate KBps 124:none:44 125:average:13 126:minimum:44 127:maximum:44; numberRead delta num
    128:summation:33; numberWrite delta num 129:summation:33; read rate KBps 130:average:23; write rate KBps
    131:average:23; totalLatency absolute ms 132:average:33; maxTotalLatency absolute ms 133:latest:13;
    commandsAborted delta num 134:summation:23; busResets delta num 135:summation:23; numberReadAveraged
    rate num 136:average:13; numberWriteAveraged rate num 137:average:13; throughput.usage rate KBps
    138:average:44; throughput.contention absolute ms 139:average:44; scsiReservationConflicts delta num
    140:summation:22; scsiReservationCnflctsPct absolute % 141:average:44; used absolute KB 281:latest:11;
    provisioned absolute KB 282:latest:11; capacity absolute KB 283:latest:13; unshared absolute KB
    284:latest:11; deltaused absolute KB 285:latest:23; capacity.provisioned absolute KB 286:average:44;
    capacity.usage absolute KB 287:average:44; capacity.contention absolute % 288:average:44; commands delta
    num 446:summation:23; deviceReadLatency absolute ms 447:average:23; kernelReadLatency absolute ms
    448:average:23; totalReadLatency absolute ms 449:average:23; queueReadLatency absolute ms
    450:average:23; deviceWriteLatency absolute ms 451:average:23; kernelWriteLatency absolute ms
    452:average:23; totalWriteLatency absolute ms 453:average:23; queueWriteLatency absolute ms
    454:average:23; deviceLatency absolute ms 455:average:13; kernelLatency absolute ms 456:average:23;
    queueLatency absolute ms 457:average:23; maxQueueDepth absolute num 458:average:13; commandsAveraged
    rate num 459:average:23
  `,
  net: `
    usage rate KBps 142:none:44 143:average:13 144:minimum:44 145:maximum:44; packetsRx delta num
    146:summation:23; packetsTx delta num 147:summation:23; received rate KBps 148:average:23; transmitted
    rate KBps 149:average:23; throughput.provisioned absolute KBps 150:average:44; throughput.usable
    absolute KBps 151:average:44; throughput.usage rate KBps 152:average:44; throughput.contention delta num
    153:summation:44; throughput.packetsPerSec rate num 154:average:44; throughput.usage.vm rate KBps
    205:average:33; throughput.usage.nfs rate KBps 206:average:33; throughput.usage.vmotion rate KBps
    207:average:33; throughput.usage.ft rate KBps 208:average:33; throughput.usage.iscsi rate KBps
    209:average:33; throughput.usage.hbr rate KBps 210:average:33; throughput.pktsTx absolute num
    217:average:33; throughput.pktsTxMulticast absolute num 218:average:33; throughput.pktsTxBroadcast
    absolute num 219:average:33; throughput.pktsRx absolute num 220:average:33; throughput.pktsRxMulticast
    absolute num 221:average:33; throughput.pktsRxBroadcast absolute num 222:average:33;
    throughput.droppedTx absolute num 223:average:33; throughput.droppedRx absolute num 224:average:33;
    throughput.vds.pktsTx absolute num 225:average:33; throughput.vds.pktsTxMcast absolute num
    226:average:33; throughput.vds.pktsTxBcast absolute num 227:average:33; throughput.vds.pktsRx absolute
    num 228:average:33; throughput.vds.pktsRxMcast absolute num 229:average:33; throughput.vds.pktsRxBcast
    absolute num 230:average:33; throughput.vds.droppedTx absolute num 231:average:33;
    throughput.vds.droppedRx absolute num 232:average:33; throughput.vds.lagTx absolute num 233:average:33;
    throughput.vds.lagTxMcast absolute num 234:average:33; throughput.vds.lagTxBcast absolute num
    235:average:33; throughput.vds.lagRx absolute num 236:average:33; throughput.vds.lagRxMcast absolute num
    237:average:33; throughput.vds.lagRxBcast absolute num 238:average:33; throughput.vds.lagDropTx absolute
    num 239:average:33; throughput.vds.lagDropRx absolute num 240:average:33; throughput.vds.txTotal
    absolute num 241:average:33; throughput.vds.txNoUnicast absolute num 242:average:33;
    throughput.vds.txCrsRouter absolute num 243:average:33; throughput.vds.txDrop absolute num
    244:average:33; throughput.vds.rxTotal absolute num 245:average:33; throughput.vds.rxDestErr absolute
    num 246:average:33; throughput.vds.rxDrop absolute num 247:average:33; throughput.vds.macFlood absolute
    num 248:average:33; throughput.vds.macLKUPFull absolute num 249:average:33; throughput.vds.macUPDTFull
    absolute num 250:average:33; throughput.vds.arpFound absolute num 251:average:33;
    throughput.vds.arpUnknown absolute num 252:average:33; throughput.vds.arpLKUPFull absolute num
    253:average:33; throughput.vds.arpWait absolute num 254:average:33; throughput.vds.arpTimeout absolute
    num 255:average:33; throughput.vds.txTotal delta num 360:summation:44; throughput.vds.txNoUnicast delta
    num 361:summation:44; throughput.vds.txCrsRouter delta num 362:summation:44; throughput.vds.txDrop delta
    num 363:summation:44; throughput.vds.rxTotal delta num 364:summation:44; throughput.vds.rxDestErr delta
    num 365:summation:44; throughput.vds.rxDrop delta num 366:summation:44; throughput.vds.macFlood delta
    num 367:summation:44; throughput.vds.macLKUPFull delta num 368:summation:44; throughput.vds.macUPDTFull
    delta num 369:summation:44; throughput.vds.arpFound delta num 370:summation:44;
    throughput.vds.arpUnknown delta num 371:summation:44; throughput.vds.arpLKUPFull delta num
    372:summation:44; throughput.vds.arpWait delta num 373:summation:44; throughput.vds.arpTimeout delta num
    374:summation:44; droppedRx delta num 460:summation:23; droppedTx delta num 461:summation:23; bytesRx
    rate KBps 462:average:23; bytesTx rate KBps 463:average:23; broadcastRx delta num 464:summation:23;
    broadcastTx delta num 465:summation:23; multicastRx delta num 466:summation:23; multicastTx delta num
    467:summation:23; errorsRx delta num 468:summation:23; errorsTx delta num 469:summation:23;
    unknownProtos delta num 470:summation:23; pnicBytesRx rate KBps 471:average:44; pnicBytesTx rate KBps
    472:average:44
  `,
  sys: `
    uptime absolute s 155:latest:13; heartbeat delta num 156:summation:13; heartbeat absolute num
    473:latest:44; diskUsage absolute % 474:latest:33; resourceCpuUsage rate MHz 475:none:44 476:average:33
    477:maximum:44 478:minimum:44; resourceMemTouched absolute KB 479:latest:33; resourceMemMapped absolute
    KB 480:latest:33; resourceMemShared absolute KB 481:latest:33; resourceMemSwapped absolute KB
    482:latest:33; resourceMemOverhead absolute KB 483:latest:33; resourceMemCow absolute KB 484:latest:33;
    resourceMemZero absolute KB 485:latest:33; resourceCpuRun1 absolute % 486:latest:33; resourceCpuAct1
    absolute % 487:latest:33; resourceCpuMaxLimited1 absolute % 488:latest:33; resourceCpuRun5 absolute %
    489:latest:33; resourceCpuAct5 absolute % 490:latest:33; resourceCpuMaxLimited5 absolute %
    491:latest:33; resourceCpuAllocMin absolute MHz 492:latest:33; resourceCpuAllocMax absolute MHz
    493:latest:33; resourceCpuAllocShares absolute num 494:latest:33; resourceMemAllocMin absolute KB
    495:latest:33; resourceMemAllocMax absolute KB 496:latest:33; resourceMemAllocShares absolute num
    497:latest:33; osUptime absolute s 498:latest:44; resourceMemConsumed absolute KB 499:latest:44;
    resourceFdUsage absolute num 500:latest:44
  `,
  power: `
    power rate W 157:average:23; powerCap absolute W 158:average:33; energy delta J 159:summation:33;
    capacity.usagePct absolute % 160:average:44; capacity.usable absolute W 211:average:44; capacity.usage
    absolute W 212:average:44
  `,
  virtualDisk: `
    numberReadAveraged rate num 171:average:13; numberWriteAveraged rate num 172:average:13; read rate KBps
    173:average:22; write rate KBps 174:average:22; totalReadLatency absolute ms 175:average:13;
    totalWriteLatency absolute ms 176:average:13; throughput.cont absolute ms 177:average:44;
    throughput.usage rate KBps 194:average:44; commandsAborted delta num 195:summation:24; busResets delta
    num 196:summation:24; readOIO absolute num 344:latest:22; writeOIO absolute num 345:latest:22;
    readLoadMetric absolute num 346:latest:22; writeLoadMetric absolute num 347:latest:22; readIOSize
    absolute num 527:latest:44; writeIOSize absolute num 528:latest:44; smallSeeks absolute num
    529:latest:44; mediumSeeks absolute num 530:latest:44; largeSeeks absolute num 531:latest:44;
    readLatencyUS absolute us 532:latest:44; writeLatencyUS absolute us 533:latest:44; vFlashCacheIops
    absolute num 534:latest:44; vFlashCacheLatency absolute us 535:latest:44; vFlashCacheThroughput absolute
    num 536:latest:44
  `,
  datastore: `
    numberReadAveraged rate num 178:average:13; numberWriteAveraged rate num 179:average:13; read rate KBps
    180:average:22; write rate KBps 181:average:22; totalReadLatency absolute ms 182:average:13;
    totalWriteLatency absolute ms 183:average:13; maxTotalLatency absolute ms 184:latest:33; datastoreIops
    absolute num 185:average:13; sizeNormalizedDatastoreLatency absolute us 186:average:13; throughput.usage
    absolute KBps 187:average:44; throughput.contention absolute ms 188:average:44; busResets delta num
    189:summation:22; commandsAborted delta num 190:summation:22; siocActiveTimePercentage absolute %
    191:average:13; datastoreReadBytes absolute num 349:latest:22; datastoreWriteBytes absolute num
    350:latest:22; datastoreReadIops absolute num 351:latest:13; datastoreWriteIops absolute num
    352:latest:13; datastoreReadOIO absolute num 353:latest:13; datastoreWriteOIO absolute num
    354:latest:13; datastoreNormalReadLatency absolute num 355:latest:22; datastoreNormalWriteLatency
    absolute num 356:latest:22; datastoreReadLoadMetric absolute num 357:latest:44; datastoreWriteLoadMetric
    absolute num 358:latest:44; datastoreVMObservedLatency absolute us 359:latest:13; datastoreMaxQueueDepth
    absolute num 537:latest:13
  `,
  clusterServices: `
    cpufairness absolute num 215:latest:13; memfairness absolute num 216:latest:13; effectivecpu rate MHz
    276:average:13; effectivemem absolute MB 277:average:13; failover absolute num 280:latest:13
  `,
  vmop: `
    numPoweron absolute num 256:latest:13; numPoweroff absolute num 257:latest:13; numSuspend absolute num
    258:latest:13; numReset absolute num 259:latest:13; numRebootGuest absolute num 260:latest:13;
    numStandbyGuest absolute num 261:latest:13; numShutdownGuest absolute num 262:latest:13; numCreate
    absolute num 263:latest:13; numDestroy absolute num 264:latest:13; numRegister absolute num
    265:latest:13; numUnregister absolute num 266:latest:13; numReconfigure absolute num 267:latest:13;
    numClone absolute num 268:latest:13; numDeploy absolute num 269:latest:13; numChangeHost absolute num
    270:latest:13; numChangeDS absolute num 271:latest:13; numChangeHostDS absolute num 272:latest:13;
    numVMotion absolute num 273:latest:13; numSVMotion absolute num 274:latest:13; numXVMotion absolute num
    275:latest:13
  `,
};
