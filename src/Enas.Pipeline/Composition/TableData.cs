using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Evaluators.Table;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Tabular;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Composition;

/// <summary>A table of measured results, in which architectures are looked up.</summary>
internal sealed class TableData : JobData
{
    // What of the file is read: another value of one of them is another table, though the file is the same.
    private static readonly string[] s_named = ["evaluator.architectures", "evaluator.column", "evaluator.testColumn"];

    private readonly TableEvaluator _evaluator;
    private readonly JobOptions _job;

    private TableData(ResultTable table, TableEvaluator evaluator, SearchSpace space, JobOptions job)
    {
        (Table, _evaluator, _job) = (table, evaluator, job);
        Remarks = table.IsComplete ? []
            : [string.Create(CultureInfo.InvariantCulture, $"the table has {table.Rows.Count:N0} of the {space.Size:N0} architectures "
                + $"of {space.Kind}; evaluating one that it does not have fails, as a recorded fact, and the search goes on")];
    }

    /// <summary>The table.</summary>
    public ResultTable Table { get; }

    public override string Digest => Table.Digest;

    public override (Architecture Architecture, Measurement Value)? Optimum => _evaluator.Best;

    public override IReadOnlyList<string> Remarks { get; }

    /// <summary>The table that a job names.</summary>
    /// <exception cref="Tasks.Folders.DataException">It is missing or cannot be used.</exception>
    public static TableData Load(JobOptions job)
    {
        var measure = SpaceCatalog.MeasureOf(job);
        var highest = measure == Measure.Accuracy ? TableEvaluator.UnitOf(job) : double.MaxValue;
        TableColumn Named(string option) => new(job.Own.Text(option), 0, highest) { Option = option };
        var space = SpaceCatalog.Create(job);
        var table = ResultTable.Load(job.Data.Path, space, Named("evaluator.architectures"),
            [.. new[] { Named("evaluator.column"), Named("evaluator.testColumn") }.Where(column => column.Name.Length > 0)]);
        return new TableData(table, TableEvaluator.Of(table, job, measure), space, job);
    }

    public override void RequireSearch(JobOptions job)
    {
    }

    public override void RequireTraining(JobOptions job)
    {
    }

    public override IReadOnlyList<string> Clipped(JobOptions job) => [];

    public override (ISharedWeights? Weights, int? StepsPerEpoch) SharedWeights(
        ITensorBackend backend, SearchSpace space, JobOptions job) => (null, null);

    protected override EvaluatorParts PartsOf(JobOptions job) => base.PartsOf(job) with { Results = Table };

    public override IFixedNetwork FixedNetwork(ITensorBackend backend, SearchSpace space, JobOptions job, Architecture architecture) =>
        throw Untrainable(space.Kind);

    public override long StepsOfEpoch(JobOptions job) => throw Untrainable(job.Space.Kind);

    public override long FinalParameters(JobOptions job, string tokens) => 0;

    public override JobEstimate Estimate(JobOptions job) => TableEstimate.Of(job, Table);

    public override string? Refusal(JobData other) => other is not TableData table
        ? "keeps its table: the branch has data of another kind"
        : table.Table.Digest == Table.Digest ? null
        : $"keeps its table and what is read of it: {Differences(table._job)}. Leave that as it was, or start a new search";

    private string Differences(JobOptions other)
    {
        string[] named = [.. s_named.Where(option => _job.Own.Text(option) != other.Own.Text(option))
            .Select(option => $"{option} was \"{ForeignText.Shown(_job.Own.Text(option))}\", "
                + $"is now \"{ForeignText.Shown(other.Own.Text(option))}\"")];
        return named.Length > 0 ? string.Join("; ", named)
            : $"data.path was {ForeignText.Shown(_job.Data.Path)}, is now {ForeignText.Shown(other.Data.Path)}, which holds other values";
    }

    private static BadInputException Untrainable(string kind) => new(
        $"architectures of {kind} are looked up in a table; there is no network of theirs to train in this version");
}
