using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Enas.Benchmarks;

// Micro-benchmarks of the cpu backend, or the times of a job's parts.
// usage: dotnet run -c Release --project bench/Enas.Benchmarks -- --filter '*Product*'      BenchmarkDotNet; '*' for all
//        dotnet run -c Release --project bench/Enas.Benchmarks -- JOB.json [THREADS] [key=value ...]
//        dotnet run -c Release --project bench/Enas.Benchmarks -- errors [--all]           worst errors, with --all over every argument
if (args.Length > 0 && args[0].EndsWith(".json", StringComparison.Ordinal))
{
    return JobTimes.Run(args);
}

if (args.Length > 0 && args[0] == "errors")
{
    FunctionErrors.Report(args.Contains("--all") ? 1U : 61U);
    SumErrors.Report();
    return 0;
}

// In this process: a generated project would have to be built again for every run.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
return BenchmarkSwitcher.FromAssembly(typeof(JobTimes).Assembly).Run(args, config).Any() ? 0 : 64;
