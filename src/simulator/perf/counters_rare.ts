/** Counters of vCenter Server in groups that hardly anybody asks for, written as in counters_vcenter.ts. */
export const RARE_COUNTERS: Readonly<Record<string, string>> = {
  managementAgent: `
    swapOut rate KBps 87:average:33; swapIn rate KBps 88:average:33; memUsed absolute KB 517:average:33;
    swapUsed absolute KB 518:average:33; cpuUsage rate MHz 519:average:33
  `,
  storageAdapter: `
    commandsAveraged rate num 161:average:22; numberReadAveraged rate num 162:average:22;
    numberWriteAveraged rate num 163:average:22; read rate KBps 164:average:22; write rate KBps
    165:average:22; totalReadLatency absolute ms 166:average:22; totalWriteLatency absolute ms
    167:average:22; maxTotalLatency absolute ms 168:latest:33; throughput.cont absolute ms 169:average:44;
    OIOsPct absolute % 170:average:44; outstandingIOs absolute num 197:average:22; queued absolute num
    198:average:22; queueDepth absolute num 199:average:22; queueLatency absolute ms 200:average:22;
    throughput.usag rate KBps 201:average:44
  `,
  storagePath: `
    throughput.cont absolute ms 192:average:44; maxTotalLatency absolute ms 193:latest:33; busResets delta
    num 202:summation:23; commandsAborted delta num 203:summation:23; throughput.usage rate KBps
    204:average:44; commandsAveraged rate num 520:average:33; numberReadAveraged rate num 521:average:33;
    numberWriteAveraged rate num 522:average:33; read rate KBps 523:average:33; write rate KBps
    524:average:33; totalReadLatency absolute ms 525:average:33; totalWriteLatency absolute ms
    526:average:33
  `,
  vcDebugInfo: `
    activationlatencystats absolute ms 289:maximum:44 290:minimum:44 291:summation:11; activationstats
    absolute num 292:maximum:44 293:minimum:44 294:summation:11; hostsynclatencystats absolute ms
    302:maximum:44 303:minimum:44 304:summation:11; hostsyncstats absolute num 305:maximum:44 306:minimum:44
    307:summation:11; inventorystats absolute num 308:maximum:44 309:minimum:44 310:summation:11; lockstats
    absolute num 311:maximum:44 312:minimum:44 313:summation:11; lrostats absolute num 314:maximum:44
    315:minimum:44 316:summation:11; miscstats absolute num 317:maximum:44 318:minimum:44 319:summation:11;
    morefregstats absolute num 320:maximum:44 321:minimum:44 322:summation:11; scoreboard absolute num
    329:maximum:44 330:minimum:44 331:summation:33; sessionstats absolute num 332:maximum:44 333:minimum:44
    334:summation:11; systemstats absolute num 336:maximum:44 337:minimum:44 338:summation:11;
    vcservicestats absolute num 340:maximum:44 341:minimum:44 342:summation:11
  `,
  vcResources: `
    buffersz absolute KB 295:average:44; cachesz absolute KB 296:average:44; ctxswitchesrate rate num
    297:average:11; diskreadsectorrate rate num 298:average:44; diskreadsrate rate num 299:average:11;
    diskwritesectorrate rate num 300:average:44; diskwritesrate rate num 301:average:11; packetrecvrate rate
    num 323:average:11; packetsentrate rate num 324:average:11; systemcpuusage rate % 325:average:11;
    pagefaultrate rate num 326:average:11; physicalmemusage absolute KB 327:average:11; priviledgedcpuusage
    rate % 328:average:11; syscallsrate rate num 335:average:11; usercpuusage rate % 339:average:11;
    virtualmemusage absolute KB 343:average:11
  `,
  rescpu: `
    actav1 absolute % 348:latest:33; actpk1 absolute % 501:latest:33; runav1 absolute % 502:latest:33;
    actav5 absolute % 503:latest:33; actpk5 absolute % 504:latest:33; runav5 absolute % 505:latest:33;
    actav15 absolute % 506:latest:33; actpk15 absolute % 507:latest:33; runav15 absolute % 508:latest:33;
    runpk1 absolute % 509:latest:33; maxLimited1 absolute % 510:latest:33; runpk5 absolute % 511:latest:33;
    maxLimited5 absolute % 512:latest:33; runpk15 absolute % 513:latest:33; maxLimited15 absolute %
    514:latest:33; sampleCount absolute num 515:latest:33; samplePeriod absolute ms 516:latest:33
  `,
  hbr: `
    hbrNumVms absolute num 538:average:44; hbrNetRx rate KBps 539:average:44; hbrNetTx rate KBps
    540:average:44
  `,
  vflashModule: `numActiveVMDKs absolute num 541:latest:44`,
  vsanDomObj: `
    readIops rate num 542:average:44; readThroughput rate KBps 543:average:44; readAvgLatency absolute ms
    544:average:44; readMaxLatency absolute ms 545:latest:44; readCacheHitRate absolute % 546:latest:44;
    readCongestion rate num 547:average:44; writeIops rate num 548:average:44; writeThroughput rate KBps
    549:average:44; writeAvgLatency absolute ms 550:average:44; writeMaxLatency absolute ms 551:latest:44;
    writeCongestion rate num 552:average:44; recoveryWriteIops rate num 553:average:44;
    recoveryWriteThroughput rate KBps 554:average:44; recoveryWriteAvgLatency absolute ms 555:average:44;
    recoveryWriteMaxLatency absolute ms 556:latest:44; recoveryWriteCongestion rate num 557:average:44
  `,
  gpu: `
    utilization absolute % 558:none:44 559:average:44 560:maximum:44 561:minimum:44; mem.used absolute KB
    562:none:44 563:average:44 564:maximum:44 565:minimum:44; mem.usage absolute % 566:none:44
    567:average:44 568:maximum:44 569:minimum:44; temperature absolute C 570:average:44
  `,
  pmem: `available.reservation absolute MB 571:latest:44`,
};
