using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Host.Workers;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Events;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Strategies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Verbs.Replay;

/// <summary>What <c>enas replay</c> was asked beside search and mode.</summary>
internal sealed record ReplayArguments(long? FromStep, long? ToStep, int? Parallel, IReadOnlyList<string> Sets, ComputeOptions Compute)
{
    /// <summary>Who makes the ranges.</summary>
    public DeskRequest Desk { get; init; } = new();
}

/// <summary>Replays a log in one of three modes. Writes nothing.</summary>
internal static class ReplayVerb
{
    private const string ProvenByRebuild =
        "every segment's digest, every event's hash and its place in both chains, and that the facts give this state. "
        + "Nothing was trained or sampled again: that the facts follow from the job is not shown by this mode";

    private const string ProvenByPolicy =
        ", every sampled architecture, log-probability, entropy, reward, baseline, advantage and gradient norm, "
            + "and the choice, bit for bit. ";

    private const string ProvenWithoutPolicy = ", every proposed architecture, every reward and the choice, bit for bit. ";

    private const string ProvenFromGradients =
        ", every architecture parameter with its digest, every drawn architecture, temperature, entropy and "
            + "diagnosis, the architecture that the parameters name, and the choice, bit for bit. "
        + "No data and no shared weights were used: that the gradients follow from them is shown by --mode full";

    private const string ProvenNearly = "every fact of these steps was computed again from job, data and the checkpoint before; what the "
        + "policy made is the recorded one bit for bit, the numbers of the inexact backend are within the tolerance of the recorded ones";

    private const string ProvenByFull =
        "every fact of these steps was computed again from job, data and the checkpoint before, and is the recorded one, bit for bit";

    public static async Task<int> RunAsync(string name, string mode, ReplayArguments arguments, Terminal terminal)
    {
        var (points, phases, counts) = (new RecordedPoints(), new PhaseChanges(), new EventCounts());
        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(name), points, phases, counts);
        Check(search, mode, arguments);
        if (mode == "rebuild")
        {
            Write(search, counts, terminal);
            terminal.Result(ToJson(search, counts));
            return ExitCodes.Done;
        }

        var runner = new ReplayRunner(TimeProvider.System);
        var request = new ReplayRequest(arguments.FromStep ?? 0, arguments.ToStep, arguments.Parallel, arguments.Sets, arguments.Compute);
        var proven = mode != "policy" ? ProvenByFull
            : StrategyCatalog.Of(search.Job).LearnsFromGradients
                ? Given("the measured gradients", search) + ProvenFromGradients
                : OfRewards(search);
        try
        {
            var findings = mode == "policy" ? await runner.PolicyAsync(search, points, phases, request)
                : await FullAsync(runner, search, points, request, arguments.Desk, terminal);
            proven = findings.Differing is null ? proven : ProvenNearly;
            proven += EvaluatorCatalog.TrainsChildren(search.Job) && mode == "full"
                ? $". {SpaceCatalog.WordsOf(search.Job).UnprovenChildren}" : string.Empty;
            Write(search, mode, findings, proven, terminal);
            var json = ToJson(search, mode, findings, proven);
            if (findings.Differing is { } differing)
            {
                json["differing"] = differing;
            }

            terminal.Result(json);
            return ExitCodes.Done;
        }
        catch (ReplayDivergedException diverged)
        {
            Write(search, diverged.Divergence, terminal);
            terminal.Result(ToJson(search, mode, diverged.Divergence));
            return ExitCodes.Difference;
        }
        catch (OperationCanceledException)
        {
            terminal.Line("stopped; the same command goes on: ranges that are made again by then count");
            terminal.Result(new JsonObject { ["search"] = search.Folder.Root, ["mode"] = mode, ["complete"] = false });
            return ExitCodes.Stopped;
        }
    }

    private static async Task<ReplayFindings> FullAsync(
        ReplayRunner runner, RecordedSearch search, RecordedPoints points, ReplayRequest request, DeskRequest desk, Terminal terminal)
    {
        if (!desk.IsAhead)
        {
            return await runner.FullAsync(search, points, request);
        }

        using var host = EnasHost.Build();
        await host.StartAsync();
        var stop = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await using var ranges = await RangeDesk.OpenAsync(desk, search, request.Compute, terminal, stop);
        return await runner.FullAsync(search, points, request, ranges, stop);
    }

    private static string OfRewards(RecordedSearch search)
    {
        var words = SpaceCatalog.WordsOf(search.Job);
        return Given(words.Given, search) + (StrategyCatalog.Of(search.Job).HasPolicy ? ProvenByPolicy : ProvenWithoutPolicy)
            + words.NotShown;
    }

    // Costs are read and not found anew: without the data there is no network to count or to time.
    private static string Given(string what, RecordedSearch search) => search.State.ArchitectureCosts.Count is > 0 and var count
        ? $"given {what} and the recorded costs of {Counted.Of(count, "architecture")}" : $"given {what}";

    private static void Check(RecordedSearch search, string mode, ReplayArguments arguments)
    {
        if (arguments.FromStep is not null && mode != "full")
        {
            throw new CommandLineException("--from is for --mode full: the policy is derived from its beginning");
        }

        if (arguments.Sets.Count > 0 && mode != "full")
        {
            throw new CommandLineException("--set is for --mode full, to say where the data is now; the other modes need none");
        }

        if (arguments.Desk.IsAhead && mode != "full")
        {
            throw new CommandLineException("--slots and --engine are for --mode full, whose ranges can be made beside each other");
        }

        if (arguments.Parallel is < 1)
        {
            throw new CommandLineException($"--parallel {arguments.Parallel}: allowed are numbers from 1");
        }

        var (from, to) = (arguments.FromStep ?? 0, arguments.ToStep ?? search.State.StepCount);
        if (from < 0 || to > search.State.StepCount || from > to)
        {
            throw new CommandLineException($"--from {from} --to {to}: {search.Name} has the steps 0 to {search.State.StepCount}");
        }

        if (search.EventCount == 0)
        {
            throw new NotFoundException($"{search.Name}: {AbsentLog.Words}. There is nothing to replay, so nothing can be proven");
        }

        if (search.State.Started is null && mode != "rebuild")
        {
            throw new NotFoundException($"{search.Name} has no event yet: there is nothing to make again");
        }
    }

    private static void Write(RecordedSearch search, string mode, ReplayFindings findings, string proven, Terminal terminal)
    {
        terminal.Line($"{search.Name}: {Counted.Of(findings.StepCount, "step")} from "
            + $"step {Count(findings.FromStep)} on made again in mode {mode}; {Counted.Of(findings.FactCount, "fact")}, "
            + $"no difference{(findings.Differing is null ? string.Empty : " beyond what is allowed to an inexact backend")}");
        terminal.Line($"             {CheckpointWords(findings, mode)}; {Counted.Of(findings.RangeCount, "independent range")}");
        if (findings.Differing is { } differing)
        {
            terminal.Line($"differing    {differing}");
        }

        if (search.State.ArchitectureCosts.MeasuredLatencyCount is > 0 and var latencies)
        {
            terminal.Line($"latencies    {Count(latencies)} measured times taken as recorded, not proven: no machine gives a time twice; "
                + "what was made of them is made again");
        }

        var isElsewhere = EvaluatorCatalog.Of(search.Job).TrainsElsewhere;
        if (findings.ChildrenFound + findings.ChildrenAbsent > 0)
        {
            terminal.Line($"children     {Count(findings.ChildrenFound)} say in their own "
                + $"{(isElsewhere ? "files" : "logs")} what is recorded here"
                + (findings.ChildrenAbsent > 0
                    ? $"; taken as recorded, since their folders are not there: {Count(findings.ChildrenAbsent)}" : string.Empty)
                + (isElsewhere ? string.Empty : "; each is made again by a replay of its own"));
        }

        terminal.Line($"speed        {findings.StepsPerSecond.ToString("N0", CultureInfo.InvariantCulture)} "
            + $"steps a second, {findings.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s");
        terminal.Line($"fingerprint  {search.Fingerprint}");
        terminal.Line($"proven       {proven}.");
    }

    private static string CheckpointWords(ReplayFindings findings, string mode) => findings switch
    {
        { CheckpointCount: > 0 } => $"{Counted.Of(findings.CheckpointCount, "checkpoint")} came out "
            + (findings.Differing is null ? "bit for bit" : "near enough") + (mode == "policy" ? " in their policy weights" : string.Empty),
        { EmptyCheckpointCount: > 0 } => $"{Counted.Of(findings.EmptyCheckpointCount, "checkpoint")} without "
            + (mode == "policy" ? "policy weights" : "weights or a policy") + ", so the facts are all that there is to compare",
        _ => "no checkpoint is there to compare",
    };

    private static void Write(RecordedSearch search, Divergence divergence, Terminal terminal)
    {
        terminal.Line($"{search.Name}: what was recorded does not come out again. The first difference:");
        terminal.Line($"  event       {(divergence.Sequence is { } sequence ? Count(sequence) : "none")} "
            + $"({divergence.EventType}, step {Count(divergence.Step)})");
        terminal.Line($"  field       {divergence.Field}");
        terminal.Line($"  recorded    {divergence.Recorded}");
        terminal.Line($"  recomputed  {divergence.Recomputed}");
    }

    private static JsonObject ToJson(RecordedSearch search, string mode, ReplayFindings findings, string proven) => new()
    {
        ["search"] = search.Folder.Root,
        ["mode"] = mode,
        ["diverged"] = false,
        ["fingerprint"] = search.Fingerprint,
        ["facts"] = findings.FactCount,
        ["steps"] = findings.StepCount,
        ["fromStep"] = findings.FromStep,
        ["checkpoints"] = findings.CheckpointCount,
        ["checkpointsWithoutWeights"] = findings.EmptyCheckpointCount,
        ["ranges"] = findings.RangeCount,
        ["latenciesTaken"] = search.State.ArchitectureCosts.MeasuredLatencyCount,
        ["children"] = findings.ChildrenFound + findings.ChildrenAbsent == 0 ? null : new JsonObject
        {
            ["found"] = findings.ChildrenFound,
            ["absent"] = findings.ChildrenAbsent,
        },
        ["stepsPerSecond"] = Math.Round(findings.StepsPerSecond, 1),
        ["durationSeconds"] = Math.Round(findings.Duration.TotalSeconds, 3),
        ["proven"] = proven,
    };

    private static JsonObject ToJson(RecordedSearch search, string mode, Divergence divergence) => new()
    {
        ["search"] = search.Folder.Root,
        ["mode"] = mode,
        ["diverged"] = true,
        ["divergence"] = RangeValue.JsonOf(divergence),
    };

    private static void Write(RecordedSearch search, EventCounts counts, Terminal terminal)
    {
        var state = search.State;
        terminal.Line(
            $"{search.Name}: rebuilt from {Counted.Of(search.EventCount, "event")} in {Counted.Of(search.SegmentCount, "commit")}; "
                + search.Status);
        foreach (var (type, count) in counts.Counts)
        {
            terminal.Line($"  {type,-24} {Count(count),10}");
        }

        terminal.Line($"state        {Counted.Of(state.StepCount, "step")} ({string.Join(", ", StepWords.Of(search))}), "
            + $"{Counted.Of(state.SampleCount, "sample")}, {Counted.Of(state.ScoreCount, "candidate")} scored");
        terminal.Line(
            $"             baseline {Number(state.Baseline)}, reward sum {Number(state.RewardSum)}, best {state.Best?.Tokens ?? "-"}");
        terminal.Line($"fingerprint  {search.Fingerprint}");
        terminal.Line($"event head   {search.EventHead}");
        terminal.Line($"proven       {ProvenByRebuild}.");
    }

    private static JsonObject ToJson(RecordedSearch search, EventCounts counts) => new()
    {
        ["search"] = search.Folder.Root,
        ["mode"] = "rebuild",
        ["status"] = search.Status,
        ["fingerprint"] = search.Fingerprint,
        ["eventHead"] = search.EventHead,
        ["events"] = search.EventCount,
        ["facts"] = search.FactCount,
        ["commits"] = search.SegmentCount,
        ["counts"] = new JsonObject(counts.Counts.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value))),
        ["steps"] = search.State.StepCount,
        ["weightSteps"] = search.State.WeightStepCount,
        ["policySteps"] = search.State.PolicyStepCount,
        ["failedSteps"] = search.State.FailedStepCount,
        ["samples"] = search.State.SampleCount,
        ["baseline"] = search.State.Baseline,
        ["rewardSum"] = search.State.RewardSum,
        ["best"] = SearchJson.Best(search.Job, search.State),
        ["proven"] = ProvenByRebuild,
    };

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "-";
}
