using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Tasks.Tabular;

namespace Enas.Host.Verbs.Costs;

/// <summary>Fits and checks additive tables of latencies. Networks are timed as a search times them.</summary>
internal static class CostsVerb
{
    private const int FewestFitted = 2;
    private const int FewestChecked = 3;
    private const int HeldOutShare = 3;
    private const string FitStream = "costs/fit";
    private const string CheckStream = "costs/check";

    /// <summary>Fits a table.</summary>
    public static async Task<int> FitAsync(
        string jobFile, int count, string file, bool force, IReadOnlyList<string> sets, Terminal terminal)
    {
        Require(count, FewestFitted);
        var output = OutputFile.Named("--out", file, force);
        var (job, space) = JobOf(jobFile, sets);
        var heldOut = Math.Max(FewestChecked, count / HeldOutShare);
        var timed = Time(job, space, Enough(space, Draw(job.Seed, space, FitStream, count + heldOut), count + heldOut), terminal);
        var (fitted, held) = (timed[..^heldOut], timed[^heldOut..]);
        var (constant, terms) = AdditiveFit.Of([.. space.Decisions.Select(decision => decision.OptionCount)],
            [.. fitted.Select(one => one.Architecture.Values)], [.. fitted.Select(one => one.Ms)]);
        var quality = TableQuality.Of(new LatencyTable(space, constant, terms, null, null), held);
        var table = new LatencyTable(space, constant, terms, quality.MeanError, quality.Rho.Value)
        {
            MadeOf = new TimedNetworks(job.Seed, timed.Length),
        };
        await output.WriteAsync(table.ToCsv());
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"fitted to {fitted.Length:N0} random networks of {space.Kind}, ")
            + string.Create(CultureInfo.InvariantCulture, $"{fitted.Min(one => one.Ms):0.000} to {fitted.Max(one => one.Ms):0.000} ms"));
        terminal.Line($"held out     {quality.Words}");
        terminal.Line($"wrote        {CommandText.PathFromHere(output.FullName)}; use it with costs.table, and limits.tableLatencyMs or "
            + "objective.cost \"table-latency\"");
        terminal.Result(new JsonObject
        {
            ["file"] = output.FullName,
            ["digest"] = table.Digest,
            ["fitted"] = fitted.Length,
            ["heldOut"] = quality.ToJson(),
        });
        return await Task.FromResult(ExitCodes.Done);
    }

    /// <summary>Checks a table.</summary>
    public static async Task<int> CheckAsync(string file, string jobFile, int count, IReadOnlyList<string> sets, Terminal terminal)
    {
        Require(count, FewestChecked);
        var (job, space) = JobOf(jobFile, sets);
        var table = LatencyTable.Load(Surroundings.FullPath(file), space);
        var (drawn, known) = Checked(job, space, table, count);
        var quality = TableQuality.Of(table, Time(job, space, Enough(space, drawn, count), terminal)) with { Known = known };
        terminal.Line($"checked      {quality.Words}");
        if (table.HeldOutError is { } error)
        {
            terminal.Line(string.Create(CultureInfo.InvariantCulture,
                $"said         mean relative error {100 * error:0.0} %, as the file has it from when it was fitted"));
        }

        terminal.Result(new JsonObject
        {
            ["file"] = Surroundings.FullPath(file),
            ["digest"] = table.Digest,
            ["checked"] = quality.ToJson(),
        });
        return await Task.FromResult(ExitCodes.Done);
    }

    private static void Require(int count, int fewest)
    {
        if (count < fewest)
        {
            throw new CommandLineException($"--count {count}: allowed are numbers from {fewest}");
        }
    }

    private static (JobOptions Job, SearchSpace Space) JobOf(string file, IReadOnlyList<string> sets)
    {
        var job = JobLoading.Read(file, sets).Options!;
        return (job, SpaceCatalog.Create(job));
    }

    // Others than the table was made of first; of those it was made of only as many as a small space makes necessary.
    private static (Architecture[] Drawn, int? Known) Checked(JobOptions job, SearchSpace space, LatencyTable table, int count)
    {
        if (table.MadeOf is not { } made)
        {
            return (Draw(job.Seed, space, CheckStream, count), null);
        }

        string[] known = [.. Draw(made.Seed, space, FitStream, made.Count).Select(architecture => architecture.Tokens)];
        Architecture[] drawn = [.. Draw(job.Seed, space, CheckStream, count + known.Length)
            .OrderBy(architecture => known.Contains(architecture.Tokens)).Take(count)];
        return (drawn, drawn.Count(architecture => known.Contains(architecture.Tokens)));
    }

    private static Architecture[] Draw(ulong seed, SearchSpace space, string stream, int count)
    {
        using var uniform = new UniformPolicy(space, seed);
        return [.. DistinctSamples.Of(uniform, stream, 0, count)];
    }

    private static Architecture[] Enough(SearchSpace space, Architecture[] drawn, int count) => drawn.Length == count ? drawn
        : throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
            $"the space {space.Kind} of this job has only {drawn.Length:N0} architectures; {count:N0} are needed: lower --count"));

    private static TimedNetwork[] Time(JobOptions job, SearchSpace space, Architecture[] architectures, Terminal terminal)
    {
        var data = TaskCatalog.Load(job);
        var compute = new ComputeOptions("cpu", null, null);
        using var backend = compute.CreateBackend(job.Compute);
        var meter = NetworkLatency.Of(job, data, space, backend, compute);
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"timing       {architectures.Length:N0} random networks, the median of ")
            + string.Create(CultureInfo.InvariantCulture,
                $"{Counted.Of(job.Costs.Repeats, "run")} of each after {job.Costs.WarmUp:N0} that do not count"));
        return [.. architectures.Select(architecture => new TimedNetwork(architecture, meter.MedianMs(architecture)))];
    }
}
