using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Verbs.Jobs;

/// <summary>Says what a job resolves to and what it costs. Data is read when it is there, to know the vocabulary and the epoch.</summary>
internal static class ValidateVerb
{

    // People wait for it.
    private const double SecondsOfEachTiming = 0.3;
    private const double SecondsOfWarmUp = 1.5;

    public static async Task<int> RunAsync(JobDocument document, bool explain, bool isTimed, TimeProvider time, Terminal terminal)
    {
        var job = document.Options!;
        var data = TaskCatalog.TryLoad(job);
        var estimate = JobEstimate.Of(job, data);
        var duration = isTimed ? await SearchTiming.MeasureAsync(
            job, data, estimate, new ComputeOptions("cpu", null, null), new StepTimer(time, SecondsOfEachTiming, SecondsOfWarmUp)) : null;
        if (explain)
        {
            foreach (var value in document.Values)
            {
                terminal.Line($"{value.Option.Key,-40} {value.Json,-28} {value.Origin}");
            }

            terminal.Line();
        }

        var (parameters, schedule) = (estimate.Parameters, estimate.Schedule);
        var warnings = JobWarnings.Of(document, schedule, estimate.TrainSteps, estimate.ValidItems);
        terminal.Line($"{job.Name}: valid");
        foreach (var remark in estimate.Remarks.Concat(estimate.Clipped))
        {
            terminal.Line(remark);
        }

        foreach (var warning in warnings)
        {
            terminal.Line($"warning      {warning}");
        }

        terminal.Line($"parameters   supernet "
            + $"{N(parameters.Supernet)}{(parameters.BatchNorm > 0 ? $" and {N(parameters.BatchNorm)} of batch norm" : string.Empty)}, "
            + $"policy {N(parameters.Policy)}, final {N(parameters.Final)}{Which(parameters)}{estimate.Data.Remark}");
        var words = SpaceCatalog.WordsOf(job);
        if (EvaluatorCatalog.Of(job).TrainsAlone)
        {
            terminal.Line($"steps        {N(schedule.TotalSteps)}, {words.InSteps}; "
                + $"then as many uniform ones as there are candidates, at most {N(job.Derive.Candidates)}");
            if (Rungs(job) is { } rungs)
            {
                terminal.Line($"rungs        {rungs}");
            }
        }
        else
        {
            terminal.Line(words.InSteps is { } each
                ? $"steps        {N(schedule.TotalSteps)}, {each}"
                : $"steps        {N(schedule.TotalSteps)}: "
                    + (schedule.TotalWeightSteps > 0 ? $"{Counted.Of(schedule.TotalWeightSteps, "weight step")}, " : string.Empty)
                    + $"{N(schedule.TotalPolicySteps)} {StrategyCatalog.Of(job).StepWords(job)}; "
                    + $"then {StagedScores.Planned(job, estimate.ValidItems)}");
            if (HeldFinals.Planned(job) is { } finals)
            {
                terminal.Line($"finals       {finals}{(isTimed && duration?.Children is null ? "; the time below is without them" : "")}");
            }

            terminal.Line($"arithmetic   about {estimate.GigaFlops.ToString("N0", CultureInfo.InvariantCulture)} GFLOP");
        }

        if (isTimed)
        {
            terminal.Line($"time         {duration?.Words ?? words.Untimed}");
        }

        terminal.Line($"memory       {words.Memory ?? Size(estimate.MemoryBytes)}; "
            + $"disk {Size(estimate.DiskBytes)} (log and {job.Checkpoint.Keep} checkpoints)");
        terminal.Result(ToJson(document, estimate, duration, warnings));
        return ExitCodes.Done;
    }

    private static JsonObject ToJson(
        JobDocument document, JobEstimate estimate, SearchDuration? duration, IReadOnlyList<string> warnings) => new()
        {
            ["valid"] = true,
            ["job"] = JsonNode.Parse(document.Options!.ToResolvedJson()),
            ["origins"] = new JsonObject(document.Values.Select(v => new KeyValuePair<string, JsonNode?>(v.Option.Key, v.Origin))),
            ["parameters"] = new JsonObject
            {
                ["supernet"] = estimate.Parameters.Supernet,
                ["batchNorm"] = estimate.Parameters.BatchNorm,
                ["policy"] = estimate.Parameters.Policy,
                ["final"] = estimate.Parameters.Final,
                ["finalAuxiliary"] = estimate.Parameters.FinalAuxiliary,
                ["finalOf"] = estimate.Parameters.FinalOf,
                ["finalMultiplyAdds"] = estimate.Parameters.FinalMultiplyAdds,
            },
            ["warnings"] = new JsonArray([.. warnings.Select(words => (JsonNode)words)]),
            ["remarks"] = new JsonArray([.. estimate.Remarks.Select(words => (JsonNode)words)]),
            ["clipped"] = new JsonArray([.. estimate.Clipped.Select(words => (JsonNode)words)]),
            ["data"] = new JsonObject(estimate.Data.Sizes.Select(size => new KeyValuePair<string, JsonNode?>(size.Key, size.Value)))
            {
                ["isFromData"] = estimate.Data.IsFromData
            },
            ["steps"] = new JsonObject
            {
                ["total"] = estimate.Schedule.TotalSteps,
                ["weights"] = estimate.Schedule.TotalWeightSteps,
                ["policy"] = estimate.Schedule.TotalPolicySteps
            },
            ["estimate"] = new JsonObject
            {
                ["gigaFlop"] = Math.Round(estimate.GigaFlops, 1),
                ["memoryBytes"] = estimate.MemoryBytes,
                ["diskBytes"] = estimate.DiskBytes
            },
            ["time"] = duration is null ? null : new JsonObject
            {
                ["seconds"] = duration.Seconds,
                ["weightStepSeconds"] = duration.WeightStep,
                ["policyStepSeconds"] = duration.PolicyStep,
                ["candidateSeconds"] = duration.Candidate,
                ["scoringSeconds"] = duration.Scoring,
                ["trainedAlone"] = duration.Children is not { } children ? null : new JsonObject
                {
                    ["count"] = children.Count,
                    ["seconds"] = children.Seconds,
                    ["longestSeconds"] = children.SecondsOfOne,
                    ["stepSeconds"] = children.Timing.Step,
                    ["validationSeconds"] = children.Timing.Validation,
                },
                ["threads"] = duration.Threads,
                ["isFromData"] = duration.IsFromData,
                ["isFromWholeSteps"] = duration.IsFromWholeSteps,
            },
        };

    // Where all are trained equally long there is nothing to tell apart.
    private static string? Rungs(JobOptions job) => StrategyCatalog.Of(job).TrainingsOf(job) is { Count: > 1 } trainings
        ? string.Join(", ", trainings.Select(some => $"{N(some.Count)} for {Counted.Of(some.Steps, "step")}")) : null;

    private static string Which(ParameterEstimate parameters) => parameters.FinalOf switch
    {
        "every" => string.Empty,
        "largest" => " at most",
        _ => $" for the cells of {parameters.FinalOf}"
            + (parameters.FinalAuxiliary > 0 ? $" and {N(parameters.FinalAuxiliary)} in the auxiliary head" : string.Empty),
    };

    private static string Size(long bytes) => bytes < 1 << 20 ? "under 1 MiB" : $"about {N(bytes >> 20)} MiB";

    private static string N(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
