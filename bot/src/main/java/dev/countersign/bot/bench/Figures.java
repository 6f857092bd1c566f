package dev.countersign.bot.bench;

/** One line of the benchmark: what was measured, and beside it the bare minimum. */
public record Figures(
        String workload,
        String store,
        int concurrency,
        int parked,
        double rate,
        double bare,
        double ratio,
        double p50Ms,
        double p99Ms,
        double bareP99Ms,
        double cpuMs,
        double commits,
        double statements,
        long bytesPerRun,
        long rssMb,
        double idleCpu) {}
