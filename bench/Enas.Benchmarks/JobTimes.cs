using System.Diagnostics;
using System.Globalization;
using Enas.Backends.Cpu;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Benchmarks;

/// <summary>Times the parts of a job's search: a weight step, a reward, a policy step, a whole-set score.</summary>
internal static class JobTimes
{
    /// <summary>Arguments: JOB [THREADS] [key=value ...].</summary>
    public static int Run(string[] args)
    {
        var threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
        var document = JobReader.Read(args[0], [.. args.Skip(2)], Environment.CurrentDirectory);
        if (document.Options is not { } job)
        {
            Console.Error.WriteLine(string.Join('\n', document.Errors));
            return 65;
        }

        var corpus = job.Data.Kind == "tokens" ? TokenFolder.Load(job.Data.Path) : GeneratedLanguage.Load(job.Seed, job.Data);
        var space = new RnnCellSpace(job.Space);
        using var backend = new CpuBackend(threads);
        using var policyBackend = new CpuBackend(1);
        using var weights = new RnnSharedWeights(backend, space, job, corpus);
        using var policy = new LstmPolicy(policyBackend, space, job.Policy, job.Seed);
        using var uniform = new UniformPolicy(space, job.Seed);
        Console.WriteLine($"{job.Name}, {threads} threads, {string.Join(", ", backend.Describe().Select(p => $"{p.Key} {p.Value}"))}");
        Report("weight step", 12, i => weights.Train(uniform.Sample("bench", i, 0).Architecture, i, i));
        Report("reward", 12, i => weights.Evaluate(uniform.Sample("bench", i, 0).Architecture, i, 0));
        Report("policy sample", 30, i => policy.Sample("bench", i, 0));
        Report($"policy update of {job.Strategy.SamplesPerPolicyStep}", 12, i => policy.Update(
            [.. Enumerable.Range(0, job.Strategy.SamplesPerPolicyStep)
                .Select(s => new WeightedSample(uniform.Sample("bench", i, s).Architecture, s - 2.0))]));
        Report("whole validation set", 2, i => weights.ScoreValidation(uniform.Sample("bench", i, 0).Architecture));
        Console.WriteLine($"peak backend memory {backend.MemoryBytes.Peak >> 20} MiB");
        return 0;
    }

    private static void Report(string name, int count, Action<int> work)
    {
        work(0);
        var times = new List<double>();
        for (var i = 1; i <= count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            work(i);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{name,-24} median {times[times.Count / 2]:F2} ms, minimum {times[0]:F2} ms"));
    }
}
