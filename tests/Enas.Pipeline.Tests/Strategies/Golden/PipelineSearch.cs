using System.Globalization;
using System.Text;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators.Table;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Tests.Search;

namespace Enas.Pipeline.Tests.Strategies.Golden;

/// <summary>
/// One search of the published table through the whole pipeline: the job as it would be read from a file, the strategy of the catalog, the
/// mediator and a log. What the search would have chosen after some evaluations is read from the log's rows.
/// </summary>
internal sealed class PipelineSearch
{
    private readonly List<double> _results = [];

    private PipelineSearch(double entropy) => Entropy = entropy;

    /// <summary>The entropy of the policy's last sample, as a share of the largest; 0 without a policy.</summary>
    public double Entropy { get; }

    /// <summary>Runs the search of a seed.</summary>
    /// <param name="strategy">The strategy's name.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="sets">Options beside those of the preset.</param>
    public static async Task<PipelineSearch> RunAsync(string strategy, int seed, params string[] sets)
    {
        var job = Job(strategy, [string.Create(CultureInfo.InvariantCulture, $"seed={seed}"), .. sets]);
        using var harness = SearchHarness.WithEvaluator(
            job, NasBench201Table.Space, new TableEvaluator(NasBench201Table.Table, Measure.Accuracy, 100));
        var outcome = await harness.StartAsync();
        var search = new PipelineSearch((outcome.State.LastEntropy ?? 0) / NasBench201Table.Space.UniformEntropy(ofSampledOption: false));
        var best = double.NegativeInfinity;
        foreach (var row in harness.Log.Rows.Where(row => row.Row.EventType == RewardEvaluated.Name).Select(row => row.Row))
        {
            var test = NasBench201Table.TestOf(NasBench201Table.Of(NasBench201Table.Space.Parse(row.Architecture!)));
            search._results.Add(row.Reward > best ? test : search._results[^1]);
            best = Math.Max(best, row.Reward!.Value);
        }

        // The search itself has come to the same choice.
        Assert.True(outcome.IsComplete);
        Assert.Equal(search._results[^1] / 100, outcome.State.Completed!.TestAccuracy!.Value);
        return search;
    }

    /// <summary>The test accuracy of the choice after so many evaluations.</summary>
    public double ResultAfter(int evaluations) => _results[evaluations - 1];

    private static JobOptions Job(string strategy, IReadOnlyList<string> sets)
    {
        var text = $$"""
            { "name": "golden", "preset": "cifar10", "data": { "kind": "table", "path": "/table.csv" },
              "space": { "kind": "nas-bench-201" }, "strategy": { "kind": "{{strategy}}" } }
            """;
        var document = JobReader.Read(Encoding.UTF8.GetBytes(text), "golden.json", [.. sets, "budget.evaluations=200"], "/");
        return document.Options ?? throw new InvalidOperationException(string.Join('\n', document.Errors));
    }
}
