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
    private readonly TableEvaluator _evaluator;

    private TableData(ResultTable table, TableEvaluator evaluator, SearchSpace space)
    {
        (Table, _evaluator) = (table, evaluator);
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
        string[] names = [.. new[] {
            job.Own.Text("evaluator.column"), job.Own.Text("evaluator.testColumn") }.Where(name => name.Length > 0)];
        var space = SpaceCatalog.Create(job);
        var table = ResultTable.Load(
            job.Data.Path, space,
                job.Own.Text("evaluator.architectures"), [.. names.Select(name => new TableColumn(name, 0, highest))]);
        return new TableData(table, TableEvaluator.Of(table, job, measure), space);
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

    public override long FinalParameters(JobOptions job, string tokens) => 0;

    public override JobEstimate Estimate(JobOptions job) => TableEstimate.Of(job, Table);

    public override string? Refusal(JobData other) => other is TableData { Table.Digest: var digest } && digest == Table.Digest
        ? null
        : "keeps its table: the data of the branch is another one";

    private static BadInputException Untrainable(string kind) => new(
        $"architectures of {kind} are looked up in a table; there is no network of theirs to train in this version");
}
