using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Verbs.Jobs;

/// <summary>Says what a job resolves to and what it costs. Data is read when it is there, to know the vocabulary and the epoch.</summary>
internal static class ValidateVerb
{
    public static int Run(JobDocument document, bool explain, Terminal terminal)
    {
        var job = document.Options!;
        var estimate = JobEstimate.Of(job);
        if (explain)
        {
            foreach (var value in document.Values)
            {
                terminal.Line($"{value.Option.Key,-40} {value.Json,-28} {value.Origin}");
            }

            terminal.Line();
        }

        terminal.Line($"{job.Name}: valid");
        foreach (var words in estimate.Clipped)
        {
            terminal.Line(words);
        }

        terminal.Line($"parameters   supernet {N(estimate.SupernetParameters)}{(estimate.BatchNormParameters > 0 ? $" and {N(estimate.BatchNormParameters)} of batch norm" : string.Empty)}, policy {N(estimate.PolicyParameters)}, final {N(estimate.FinalParameters)}{estimate.Remark}");
        terminal.Line($"steps        {N(estimate.Steps)}: {N(estimate.WeightSteps)} weight steps, {N(estimate.PolicySteps)} policy steps of {job.Strategy.SamplesPerPolicyStep} samples; then {2 * job.Derive.Candidates} candidates");
        terminal.Line($"arithmetic   about {estimate.GigaFlops.ToString("N0", CultureInfo.InvariantCulture)} GFLOP");
        terminal.Line($"memory       about {N(estimate.MemoryBytes >> 20)} MiB; disk about {N(estimate.DiskBytes >> 20)} MiB (log and {job.Checkpoint.Keep} checkpoints)");
        terminal.Result(ToJson(document, estimate));
        return ExitCodes.Done;
    }

    private static JsonObject ToJson(JobDocument document, JobEstimate estimate) => new()
    {
        ["valid"] = true,
        ["job"] = JsonNode.Parse(document.Options!.ToResolvedJson()),
        ["origins"] = new JsonObject(document.Values.Select(v => new KeyValuePair<string, JsonNode?>(v.Option.Key, v.Origin))),
        ["parameters"] = new JsonObject
        {
            ["supernet"] = estimate.SupernetParameters,
            ["batchNorm"] = estimate.BatchNormParameters,
            ["policy"] = estimate.PolicyParameters,
            ["final"] = estimate.FinalParameters,
        },
        ["clipped"] = new JsonArray([.. estimate.Clipped.Select(words => (JsonNode)words)]),
        ["vocabulary"] = estimate.Vocabulary,
        ["vocabularyIsFromData"] = estimate.VocabularyIsFromData,
        ["steps"] = new JsonObject { ["total"] = estimate.Steps, ["weights"] = estimate.WeightSteps, ["policy"] = estimate.PolicySteps },
        ["estimate"] = new JsonObject { ["gigaFlop"] = Math.Round(estimate.GigaFlops, 1), ["memoryBytes"] = estimate.MemoryBytes, ["diskBytes"] = estimate.DiskBytes },
    };

    private static string N(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
