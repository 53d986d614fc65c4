using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Backends.Cpu.Probes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Machine;

/// <summary>The built-in benchmark: needs nothing, changes nothing, compares the backend with the machine that it runs on.</summary>
internal static class BenchVerb
{
    private const double LogSeconds = 6;
    private const double FullLogSeconds = 60;
    private const double Mebi = 1 << 20;

    public static async Task<int> RunAsync(ComputeOptions compute, bool full, string runsRoot, TimeProvider time, Terminal terminal)
    {
        using var backend = compute.CreateBackend(new DeviceOptions());
        var threads = compute.ThreadCount;
        using var probe = new MachineProbe(threads);
        var timer = new BenchTimer(time);
        var speed = new BenchMachineSpeed(probe, timer);
        var machine = speed.Measure(threads);
        terminal.Line(Text($"{machine.Threads} threads, {machine.Instructions}: ")
            + Text($"{machine.PeakGflops:0} GFLOP/s of fused multiply-adds at most, copy {machine.CopyGigabytesPerSecond:0.0} GB/s"));
        var products = new BenchProducts(backend, probe, timer, speed).All().ToArray();
        terminal.Draw(Table("product (m x k x n)",
            products.Select(product => Row(product.Name, product.MedianMs, product.Gflops, product.ShareOfPeak))));
        var measured = new BenchSteps(threads, timer, speed);
        BenchStep[] steps = full ? [measured.Small(), measured.Paper()] : [measured.Small()];
        terminal.Draw(Table("training step, batch 64, 35 tokens",
            steps.Select(step => Row(step.Name, step.MedianMs, step.Gflops, step.ShareOfPeak))));
        foreach (var step in steps)
        {
            terminal.Line(
                Text($"{step.Name}: {step.StepsPerSecond:0.00} steps a second, {step.BackendBytes / Mebi:0} MiB in the backend at most"));
        }

        var log = await BenchLog.MeasureAsync(compute, runsRoot, full ? FullLogSeconds : LogSeconds, time);
        terminal.Line(Text($"search like Penn Treebank: {log.StepsPerSecond:0.00} steps a second; ")
            + Text($"{log.Commits} commits of {log.CommitMs:0.0} ms: the log takes {log.Share:0.000%} of the steps' time"));
        using var self = Process.GetCurrentProcess();
        var process = self.PeakWorkingSet64;
        terminal.Line(Text($"memory of this process at its highest: {process / Mebi:0} MiB"));
        terminal.Result(ToJson(machine, products, steps, log, process));
        return ExitCodes.Done;
    }

    private static string[] Row(string name, double medianMs, double gflops, double share) =>
        [name, Text($"{medianMs:0.00} ms"), Text($"{gflops:0} GFLOP/s"), Text($"{share:0%}")];

    private static PeopleTable Table(string what, IEnumerable<string[]> rows)
    {
        var table = new PeopleTable(what, "median", "speed", "of the peak");
        foreach (var row in rows)
        {
            table.Row(row);
        }

        return table;
    }

    private static JsonObject ToJson(
        BenchMachine machine, BenchProduct[] products, BenchStep[] steps, BenchLogCost log, long process) => new()
        {
            ["instructions"] = machine.Instructions,
            ["threads"] = machine.Threads,
            ["peakGflops"] = machine.PeakGflops,
            ["copyGigabytesPerSecond"] = machine.CopyGigabytesPerSecond,
            ["products"] = new JsonArray([.. products.Select(product => new JsonObject
        {
            ["name"] = product.Name,
            ["medianMs"] = product.MedianMs,
            ["gflops"] = product.Gflops,
            ["shareOfPeak"] = product.ShareOfPeak,
        })]),
            ["steps"] = new JsonArray([.. steps.Select(step => new JsonObject
        {
            ["name"] = step.Name,
            ["medianMs"] = step.MedianMs,
            ["stepsPerSecond"] = step.StepsPerSecond,
            ["gflops"] = step.Gflops,
            ["shareOfPeak"] = step.ShareOfPeak,
            ["backendBytes"] = step.BackendBytes,
        })]),
            ["log"] = new JsonObject
            {
                ["steps"] = log.Steps,
                ["events"] = log.Events,
                ["commits"] = log.Commits,
                ["stepsPerSecond"] = log.StepsPerSecond,
                ["commitMs"] = log.CommitMs,
                ["shareOfStepTime"] = log.Share,
            },
            ["peakWorkingSetBytes"] = process,
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
